package dev.varve.report;

import java.lang.Character.UnicodeScript;
import java.util.Set;

/** Text on a terminal: how many columns it takes, and what stands for characters that would move the cursor. */
public final class DisplayText {
    private static final Set<UnicodeScript> WIDE =
            Set.of(UnicodeScript.HAN, UnicodeScript.HIRAGANA, UnicodeScript.KATAKANA, UnicodeScript.HANGUL);

    private DisplayText() {}

    /** The text with line ends, other control characters and marks of direction written as escapes. */
    public static String shown(String text) {
        StringBuilder shown = new StringBuilder(text.length());
        text.codePoints().forEach(point -> {
            switch (point) {
                case '\n' -> shown.append("\\n");
                case '\r' -> shown.append("\\r");
                case '\t' -> shown.append("\\t");
                default -> {
                    if (moves(point)) {
                        shown.append(String.format("\\u%04x", point));
                    } else {
                        shown.appendCodePoint(point);
                    }
                }
            }
        });
        return shown.toString();
    }

    /** Columns of a terminal: none for a combining mark, two for the wide characters of East Asia and for emoji. */
    public static int width(String text) {
        return text.codePoints().map(DisplayText::width).sum();
    }

    private static int width(int point) {
        if (point < 0x300) {
            return 1;
        }
        int type = Character.getType(point);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
            return 0;
        }
        return isWide(point) ? 2 : 1;
    }

    private static boolean isWide(int point) {
        boolean halfWidth = point >= 0xFF61 && point <= 0xFFDC;
        boolean fullWidth = (point >= 0x3000 && point <= 0x303E) || (point >= 0xFF01 && point <= 0xFF60);
        boolean emoji = point >= 0x1F300 && point <= 0x1FAFF;
        return fullWidth || emoji || (!halfWidth && WIDE.contains(UnicodeScript.of(point)));
    }

    private static boolean moves(int point) {
        int type = Character.getType(point);
        return type == Character.CONTROL
                || type == Character.FORMAT
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR
                || type == Character.SURROGATE;
    }
}
