package dev.varve.datagen;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;

/** Stock ids that remind of the company: 3 to 5 upper-case letters, each given out once. */
final class Tickers {
    private static final int SHORTEST = 3;
    private static final int LONGEST = 5;

    private final Set<String> taken = new HashSet<>();

    /** The shortest free beginning of the name, else its first letter and random ones. */
    String next(String company, SplittableRandom random) {
        String letters = company.toUpperCase(Locale.ROOT).replaceAll("[^A-Z]", "");
        for (int length = SHORTEST; length <= Math.min(LONGEST, letters.length()); length++) {
            if (taken.add(letters.substring(0, length))) {
                return letters.substring(0, length);
            }
        }
        while (true) {
            String ticker = scramble(letters, random);
            if (taken.add(ticker)) {
                return ticker;
            }
        }
    }

    private static String scramble(String letters, SplittableRandom random) {
        StringBuilder ticker = new StringBuilder(letters.isEmpty() ? "X" : letters.substring(0, 1));
        while (ticker.length() < LONGEST) {
            ticker.append((char) ('A' + random.nextInt(26)));
        }
        return ticker.toString();
    }
}
