package dev.varve.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Passwords by variable and by file; those of AWS Secrets Manager have a test of their own. */
class SecretTest {
    @TempDir
    private Path folder;

    @Test
    void onlyRevealGivesItOut() {
        Secret secret = new Secret("hunter2");

        assertThat(secret.reveal()).isEqualTo("hunter2");
        assertThat(secret).hasToString("***");
        assertThat("password " + secret).isEqualTo("password ***");
        assertThat(new SecretSource.Known("hunter2")).hasToString("***");
    }

    @ParameterizedTest
    @ValueSource(strings = {"file:/etc/passwd", "secret:a#b", "${OTHER}", "a\\$1b", " "})
    void valueOfAVariableIsTakenAsItIs(String value) {
        assertThat(password("${PASSWORD}", Map.of("PASSWORD", value)).reveal()).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"hunter2\n", "hunter2\r\n", "hunter2"})
    void oneNewlineAtTheEndOfAFileIsNotOfTheSecret(String content) throws IOException {
        write("secret", content);

        assertThat(password("file:secret").reveal()).isEqualTo("hunter2");
    }

    @Test
    void restOfAFileIsTheSecret() throws IOException {
        write("secret", " @:/%'\"\\ \u00e9\n\n");

        assertThat(password("file:secret").reveal()).isEqualTo(" @:/%'\"\\ \u00e9\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"file:%s/keys/secret", "file://%s/keys/secret", "file:keys/secret", "file:${KEYS}/secret"})
    void pathsAreAbsoluteOrCountFromThePipelineFile(String reference) throws IOException {
        Files.createDirectory(folder.resolve("keys"));
        write("keys/secret", "hunter2");

        assertThat(password(reference.formatted(folder), Map.of("KEYS", "keys")).reveal())
                .isEqualTo("hunter2");
    }

    @Test
    void fileIsReadWhenItIsNeededAndOnce() throws IOException {
        Secret secret = password("file:secret");
        write("secret", "first");

        assertThat(secret.reveal()).isEqualTo("first");
        write("secret", "second");
        assertThat(secret.reveal()).isEqualTo("first");
    }

    @Test
    void fileThatIsNotThereIsNamedWithItsReference() {
        assertRefused(
                "there is no file %s. Create it, or correct the reference; a relative path counts from the pipeline"
                        + " file.");
    }

    @Test
    void emptyFileIsNoSecret() throws IOException {
        write("secret", "\n");

        assertRefused("the file %s is empty. Write the secret into it.");
    }

    @Test
    void folderIsNoSecret() throws IOException {
        Files.createDirectory(folder.resolve("secret"));
        mode("secret", "rwx------");

        assertRefused("%s is no regular file. Correct the reference.");
    }

    @Test
    void bytesThatAreNoTextAreNoSecretAndAreNotShown() throws IOException {
        write("secret", "");
        Files.write(folder.resolve("secret"), "caf\u00e9".getBytes(StandardCharsets.ISO_8859_1));

        assertRefused("the file %s is no text in UTF-8. Write the secret into it as one.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r--r--", "rw--w----", "rw-----w-"})
    void fileThatIsOpenToOthersIsRefused(String mode) throws IOException {
        write("secret", "hunter2");
        mode("secret", mode);

        assertRefused(
                "others may read or write the file %s, and it holds a secret. Run chmod 600 on it (640 if a group is"
                        + " to read it), or give it such a mode where it is mounted.");
    }

    @Test
    void aGroupMayRead() throws IOException {
        write("secret", "hunter2");
        mode("secret", "r--r-----");

        assertThat(password("file:secret").reveal()).isEqualTo("hunter2");
    }

    private void assertRefused(String problem) {
        Secret secret = password("file:secret");
        assertThatThrownBy(secret::reveal)
                .isInstanceOf(VarveException.class)
                .hasMessage("Cannot read " + folder.resolve("shop.yaml") + ":8: source.password: "
                        + problem.formatted(folder.resolve("secret")))
                .hasNoCause()
                .hasFieldOrPropertyWithValue("exitCode", ExitCode.USAGE);
    }

    private void write(String name, String content) throws IOException {
        Files.writeString(folder.resolve(name), content);
        mode(name, "rw-------");
    }

    private void mode(String name, String mode) throws IOException {
        Files.setPosixFilePermissions(folder.resolve(name), PosixFilePermissions.fromString(mode));
    }

    private Secret password(String reference) {
        return password(reference, Map.of());
    }

    private Secret password(String reference, Map<String, String> variables) {
        Path file = ShopFile.write(
                folder, ShopFile.VALID.replace("${SHOP_PASSWORD}", "'" + reference.replace("'", "''") + "'"));
        return PipelineReader.read(file, Variables.of(variables, Map.of()))
                .source()
                .endpoint()
                .password();
    }
}
