package dev.varve.datagen;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class VocabularyTest {
    private final Vocabulary vocabulary = Vocabulary.of(42);

    @Test
    void companiesAreUniqueWithoutRegardToCaseAndFitTheColumn() {
        List<String> names = companies(vocabulary, 12_000);

        assertThat(names.stream().map(name -> name.toLowerCase(Locale.ROOT))).doesNotHaveDuplicates();
        assertThat(names).allSatisfy(name -> assertThat(name).hasSizeBetween(1, 100));
    }

    @Test
    void sameSeedDrawsTheSameWords() {
        Vocabulary again = Vocabulary.of(42);

        assertThat(companies(again, 200)).isEqualTo(companies(vocabulary, 200));
        assertThat(people(again)).isEqualTo(people(vocabulary));
    }

    @Test
    void anotherSeedDrawsOthers() {
        assertThat(companies(Vocabulary.of(43), 200)).isNotEqualTo(companies(vocabulary, 200));
    }

    @Test
    void tickersAreUniqueUpperCaseLettersThatFitTheColumn() {
        Tickers tickers = new Tickers();
        SplittableRandom random = new SplittableRandom(1);
        List<String> ids = companies(vocabulary, 10_000).stream()
                .map(name -> tickers.next(name, random))
                .toList();

        assertThat(ids).doesNotHaveDuplicates().allMatch(id -> id.matches("[A-Z]{3,5}"));
    }

    @Test
    void companyWithoutALetterGetsATickerToo() {
        assertThat(new Tickers().next("1 & 2", new SplittableRandom(1))).matches("X[A-Z]{4}");
    }

    private static List<String> companies(Vocabulary vocabulary, int count) {
        SplittableRandom random = new SplittableRandom(7);
        Set<String> taken = new HashSet<>();
        return IntStream.range(0, count)
                .mapToObj(i -> vocabulary.company(taken, random))
                .toList();
    }

    private static List<String> people(Vocabulary vocabulary) {
        SplittableRandom random = new SplittableRandom(7);
        return IntStream.range(0, 100).mapToObj(i -> vocabulary.person(random)).toList();
    }
}
