package dev.varve.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MariaDbAccountsTest {
    private final ServerAccount account = ServerAccount.on(3306, "0123456789abcdef");

    @Test
    void theSystemsUserHasTheSameRightsAsVarve() {
        String sql = MariaDbAccounts.statements("o'neil", account);
        assertThat(sql)
                .contains("GRANT ALL PRIVILEGES ON *.* TO 'varve'@'127.0.0.1'")
                .contains("GRANT ALL PRIVILEGES ON *.* TO 'o''neil'@'127.0.0.1'");
    }

    @Test
    void everyLineIsOneStatement() {
        assertThat(MariaDbAccounts.statements("varve", account).lines()).allMatch(line -> line.endsWith(";"));
    }
}
