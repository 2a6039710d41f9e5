package dev.varve.datagen;

import com.github.javafaker.Faker;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/** Words drawn once from Faker, which is slow, and then sampled and combined. The same seed draws the same words. */
final class Vocabulary {
    private static final int LONGEST_COMPANY = 100;
    private static final int TRIES = 1_000;

    private final List<String> firstNames;
    private final List<String> lastNames;
    private final List<String> companies;
    private final List<String> lines;
    private final List<String> suffixes;
    private final List<String> industries;

    private Vocabulary(Faker faker) {
        firstNames = draw(300, () -> faker.name().firstName());
        lastNames = draw(300, () -> faker.name().lastName());
        companies = draw(400, () -> faker.company().name());
        lines = draw(20, () -> faker.commerce().department());
        suffixes = draw(4, () -> faker.company().suffix());
        industries = draw(25, () -> faker.company().industry());
    }

    static Vocabulary of(long seed) {
        return new Vocabulary(new Faker(Locale.ENGLISH, new Random(seed)));
    }

    /** A first and a last name. */
    String person(SplittableRandom random) {
        return pick(firstNames, random) + " " + pick(lastNames, random);
    }

    String industry(SplittableRandom random) {
        return pick(industries, random);
    }

    /** A company name that {@code taken} does not hold in lower case; it does afterwards. */
    String company(Set<String> taken, SplittableRandom random) {
        for (int number = 1; ; number++) {
            String combined = pick(companies, random) + " " + pick(lines, random) + " " + pick(suffixes, random);
            String name = number <= TRIES ? combined : combined + " " + number;
            if (name.length() <= LONGEST_COMPANY && taken.add(name.toLowerCase(Locale.ROOT))) {
                return name;
            }
        }
    }

    private static String pick(List<String> words, SplittableRandom random) {
        return words.get(random.nextInt(words.size()));
    }

    /** Up to {@code size} distinct words; fewer where Faker knows no more. */
    private static List<String> draw(int size, Supplier<String> word) {
        Set<String> words = new LinkedHashSet<>();
        for (int i = 0; words.size() < size && i < size * 10; i++) {
            words.add(word.get());
        }
        return List.copyOf(words);
    }
}
