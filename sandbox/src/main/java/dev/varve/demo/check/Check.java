package dev.varve.demo.check;

import java.sql.SQLException;

/** One thing that must hold between the source, the generator's books and the warehouse. It only reads. */
interface Check {
    /** What holds if it succeeds. */
    String name();

    CheckResult run(Databases databases) throws SQLException;
}
