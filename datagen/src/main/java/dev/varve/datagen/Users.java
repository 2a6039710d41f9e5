package dev.varve.datagen;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** The rows of {@code User}: founded at 00:00 of the first day, moved at 18:00 of every day. */
final class Users {
    private static final int BATCH = 2_000;
    /** One user in so many only looks, and so can leave some day. */
    private static final int ONLOOKING = 50;

    private final Connection connection;
    private final Vocabulary vocabulary;

    Users(Connection connection, Vocabulary vocabulary) {
        this.connection = connection;
        this.vocabulary = vocabulary;
    }

    /** Whether a user never trades. */
    static boolean onlooks(int userId) {
        return userId % ONLOOKING == 7;
    }

    /** The ids of all users, ascending; streamed, so that only the ids are held. */
    int[] ids() throws SQLException {
        int[] ids = new int[1_024];
        int size = 0;
        try (Statement statement = connection.createStatement()) {
            statement.setFetchSize(Integer.MIN_VALUE);
            try (ResultSet rows = statement.executeQuery("SELECT user_id FROM `User` ORDER BY user_id")) {
                while (rows.next()) {
                    ids = size < ids.length ? ids : Arrays.copyOf(ids, size * 2);
                    ids[size++] = rows.getInt(1);
                }
            }
        }
        return Arrays.copyOf(ids, size);
    }

    void add(int firstId, int count, LocalDateTime at, SplittableRandom random) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO `User` (user_id, name, email, updated_at, status) VALUES (?, ?, ?, ?, 'I')")) {
            for (int i = 0; i < count; i++) {
                String name = vocabulary.person(random);
                insert.setInt(1, firstId + i);
                insert.setString(2, name);
                insert.setString(3, handle(name) + (firstId + i) + "@" + domain(random));
                insert.setObject(4, at);
                addTo(insert, i);
            }
            insert.executeBatch();
        }
    }

    /** Some of these users get an e-mail that they never had: it names the day. */
    int changeEmails(int[] ids, LocalDateTime at, SplittableRandom random) throws SQLException {
        int[] chosen = DayRandom.sample(ids.length, (int) (ids.length * random.nextDouble(0.05, 0.15)), random);
        String tag = String.format(Locale.ROOT, ".%ty%<tm%<td@", at);
        try (PreparedStatement update = connection.prepareStatement(
                "UPDATE `User` SET email = CONCAT(LOWER(REPLACE(REPLACE(name, ' ', '.'), '''', '')), user_id, ?),"
                        + " updated_at = ?, status = 'U' WHERE user_id = ?")) {
            for (int i = 0; i < chosen.length; i++) {
                update.setString(1, tag + domain(random));
                update.setObject(2, at);
                update.setInt(3, ids[chosen[i]]);
                addTo(update, i);
            }
            update.executeBatch();
        }
        return chosen.length;
    }

    /**
     * Deletes up to {@code due} users that have no transaction. It tries a few onlookers and a few others, each by one look
     * into the index of {@code Transaction}; with bad luck none of them can go.
     */
    int deleteIdle(int[] ids, int due, SplittableRandom random) throws SQLException {
        int tries = due == 0 ? 0 : 2 * due + 25;
        int[] onlookers = IntStream.of(ids).filter(Users::onlooks).toArray();
        IntStream candidates = IntStream.concat(
                IntStream.of(DayRandom.sample(onlookers.length, tries, random)).map(i -> onlookers[i]),
                IntStream.of(DayRandom.sample(ids.length, tries, random)).map(i -> ids[i]));
        int deleted = 0;
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM `User` WHERE user_id = ?"
                + " AND NOT EXISTS (SELECT 1 FROM `Transaction` WHERE `Transaction`.user_id = ?)")) {
            for (int id : candidates.toArray()) {
                delete.setInt(1, id);
                delete.setInt(2, id);
                deleted += deleted < due ? delete.executeUpdate() : 0;
            }
        }
        return deleted;
    }

    private static void addTo(PreparedStatement statement, int index) throws SQLException {
        statement.addBatch();
        if (index % BATCH == BATCH - 1) {
            statement.executeBatch();
        }
    }

    private static String handle(String name) {
        return name.toLowerCase(Locale.ROOT).replace(' ', '.').replace("'", "");
    }

    /** The domains that RFC 2606 keeps for examples: no mail ever arrives. */
    private static String domain(SplittableRandom random) {
        return "example." + new String[] {"com", "net", "org"}[random.nextInt(3)];
    }
}
