package dev.varve.warehouse;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NamesTest {
    @Test
    void identifierIsQuoted() {
        assertThat(Names.quote("stock_dim")).isEqualTo("\"stock_dim\"");
        assertThat(Names.quote("User")).isEqualTo("\"User\"");
    }

    @Test
    void quoteInsideAnIdentifierIsDoubled() {
        assertThat(Names.quote("a\"; DROP TABLE b; --")).isEqualTo("\"a\"\"; DROP TABLE b; --\"");
    }

    @Test
    void schemaAndTableAreQuotedApart() {
        assertThat(Names.qualified("stock", "a.b")).isEqualTo("\"stock\".\"a.b\"");
    }

    @Test
    void listsAreQuoted() {
        assertThat(Names.list(List.of("a", "b\"c"))).isEqualTo("\"a\", \"b\"\"c\"");
        assertThat(Names.list("s", List.of("a", "b"))).isEqualTo("s.\"a\", s.\"b\"");
    }

    @Test
    void comparisonsAreQuoted() {
        assertThat(Names.equal("l", "r", List.of("a", "b"))).isEqualTo("l.\"a\" = r.\"a\" AND l.\"b\" = r.\"b\"");
        assertThat(Names.equal("l", List.of("a"), "r", List.of("x"))).isEqualTo("l.\"a\" = r.\"x\"");
        assertThat(Names.differ("l", "r", List.of("a", "b")))
                .isEqualTo("(l.\"a\", l.\"b\") IS DISTINCT FROM (r.\"a\", r.\"b\")");
    }

    @Test
    void noColumnsNeverDiffer() {
        assertThat(Names.differ("l", "r", List.of())).isEqualTo("false");
    }
}
