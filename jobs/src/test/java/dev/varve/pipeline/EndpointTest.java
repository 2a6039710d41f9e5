package dev.varve.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "jdbc:mysql://db.example:3306/shop                            | jdbc:mysql://db.example:3306/shop",
                "jdbc:postgresql://db.example/shop?ssl=true                   | jdbc:postgresql://db.example/shop",
                "jdbc:mysql://db.example/shop;trust=yes                       | jdbc:mysql://db.example/shop",
                "jdbc:postgresql://[::1]:5432/shop                            | jdbc:postgresql://[::1]:5432/shop",
                "jdbc:mysql://a.example:3306,b.example:3307/shop              | jdbc:mysql://a.example:3306,b.example:3307/shop",
                "jdbc:mysql://root:hunter2@db.example/shop                    | jdbc:mysql://db.example/shop",
            })
    void displayNamesServerAndDatabase(String url, String shown) {
        assertThat(endpoint(url).display()).isEqualTo(shown + " as user 'reader'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:mysql://db.example/shop",
                "jdbc:mysql://db.example/shop?password=hunter2",
                "jdbc:mysql://db.example/shop?user=a@b&password=x@hunter2",
                "jdbc:mysql://db.example/shop?a=1\n&password=hunter2",
                "jdbc:mysql://db.example/shop;password=hunter2",
                "jdbc:mysql://root:hunter2@db.example/shop",
                "jdbc:mysql://root:x/hunter2@db.example/shop",
                "jdbc:mysql://root:x@hunter2@db.example/shop",
                "jdbc:mysql://root:hunter2?x@db.example/shop",
                "jdbc:mysql://root:x@a.example,root:hunter2@b.example/shop",
                "jdbc:mysql://(host=db.example,user=root,password=hunter2)/shop",
                "jdbc:mysql://address=(host=db.example)(password=hunter2)/shop",
                "jdbc:oracle:thin:root/hunter2@db.example:1521:shop",
            })
    void passwordIsNeverShown(String url) {
        assertThat(endpoint(url).display())
                .doesNotContain("hunter2")
                .startsWith("jdbc:")
                .endsWith(" as user 'reader'");
        assertThat(endpoint(url).toString()).doesNotContain("hunter2");
    }

    @Test
    void recordsThatHoldAnEndpointDoNotShowItEither() {
        assertThat(new SourceSettings(SourceSettings.Kind.MYSQL, endpoint("jdbc:mysql://root:hunter2@db.example/shop")))
                .asString()
                .contains("jdbc:mysql://db.example/shop as user 'reader'")
                .doesNotContain("hunter2");
    }

    private static Endpoint endpoint(String url) {
        return new Endpoint(url, "reader", new Secret("hunter2"));
    }
}
