package dev.varve.pipeline;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Optional;

/** The engine's classes on a class path that lacks the AWS SDK, as under spark-submit. */
final class WithoutSdk extends ClassLoader {
    WithoutSdk() {
        super(WithoutSdk.class.getClassLoader());
    }

    /** What reading a secret says there. */
    String failureOf(String id, String place) throws ReflectiveOperationException {
        var constructor = loadClass(ManagedSecret.class.getName())
                .getDeclaredConstructor(String.class, Optional.class, String.class);
        constructor.setAccessible(true);
        Method read = constructor.getDeclaringClass().getDeclaredMethod("read");
        read.setAccessible(true);
        try {
            return String.valueOf(read.invoke(constructor.newInstance(id, Optional.empty(), place)));
        } catch (InvocationTargetException e) {
            return String.valueOf(e.getTargetException().getMessage());
        }
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (name.startsWith("software.amazon.")) {
            throw new ClassNotFoundException(name);
        }
        return name.startsWith("dev.varve.") ? own(name) : super.loadClass(name, resolve);
    }

    private Class<?> own(String name) throws ClassNotFoundException {
        Class<?> loaded = findLoadedClass(name);
        if (loaded != null) {
            return loaded;
        }
        try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (in == null) {
                throw new ClassNotFoundException(name);
            }
            byte[] code = in.readAllBytes();
            return defineClass(name, code, 0, code.length);
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }
}
