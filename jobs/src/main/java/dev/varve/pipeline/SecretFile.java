package dev.varve.pipeline;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Collections;
import java.util.Set;

/**
 * A secret that is the content of a file, less one newline at its end. Others must not be able to read or write it, as with
 * the environment file of varve-cron; a group may read it.
 *
 * @param file the file
 * @param place file, line and field of the reference, for messages
 */
record SecretFile(Path file, String place) implements SecretSource {
    private static final Set<PosixFilePermission> TOO_OPEN =
            Set.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_WRITE);

    @Override
    public String read() {
        try {
            checkRights();
            if (!Files.isRegularFile(file)) {
                throw cannot(file + " is no regular file. Correct the reference");
            }
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
                    .toString();
            String value = text.replaceFirst("\\r?\\n\\z", "");
            if (value.isEmpty()) {
                throw cannot("the file " + file + " is empty. Write the secret into it");
            }
            return value;
        } catch (NoSuchFileException e) {
            throw cannot("there is no file " + file + ". Create it, or correct the reference; a relative path counts"
                    + " from the pipeline file");
        } catch (CharacterCodingException e) {
            throw cannot("the file " + file + " is no text in UTF-8. Write the secret into it as one");
        } catch (IOException e) {
            throw cannot("the file " + file + " cannot be read by this user. Correct its owner or rights");
        }
    }

    private void checkRights() throws IOException {
        try {
            if (!Collections.disjoint(Files.getPosixFilePermissions(file), TOO_OPEN)) {
                throw cannot("others may read or write the file " + file + ", and it holds a secret. Run chmod 600 on"
                        + " it (640 if a group is to read it), or give it such a mode where it is mounted");
            }
        } catch (UnsupportedOperationException e) {
            return; // a file system without such rights
        }
    }

    private VarveException cannot(String problem) {
        return VarveException.usage("Cannot read " + place + ": " + problem + ".");
    }
}
