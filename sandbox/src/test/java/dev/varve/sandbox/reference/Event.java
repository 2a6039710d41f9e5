package dev.varve.sandbox.reference;

/** What can happen to a key, an interval or an event time; a run that tests little of one of them proves little. */
public enum Event {
    ROW_INSERTED,
    ROW_UPDATED,
    ROW_DELETED,
    /** A key whose row was deleted, and seen to be, has one again. */
    ROW_RETURNED,
    /** Of several changes in one interval the last is seen. */
    SEVERAL_CHANGES_IN_AN_INTERVAL,
    /** A row that came and went, or changed and was changed back, between two reads. */
    UNDONE_IN_AN_INTERVAL,
    /** A value moved from one nullable column to another. */
    VALUE_MOVED_BETWEEN_COLUMNS,
    /** A row of a table without a key came beside one that is equal to it. */
    EQUAL_ROW_CAME,
    /** Of rows that are equal one went. */
    EQUAL_ROW_WENT,
    /** A change in an interval that bridges a missed one. */
    CHANGE_IN_A_BRIDGED_INTERVAL,
    /** A change in an interval that was loaded together with the next. */
    CHANGE_LOADED_LATER,
    /** A cursor's value before the watermark, that the overlap shows. */
    LATE_WITHIN_THE_OVERLAP,
    /** A cursor's value so late that an incremental read does not see the change. */
    LATE_BEYOND_THE_OVERLAP,
    /** A change without a cursor's value to say when. */
    CURSOR_NULL,
    /** A row is new and has changed since: it counts from its insert on. */
    INSERT_AND_CHANGE_TOLD,
    INSERT_TOLD_BY_A_COMPLETE_READ,
    /** A complete read found a change that left the cursor alone. */
    CURSOR_UNTOUCHED,
    CLOCK_BEHIND_MOVED_TO_PREVIOUS_READ,
    CLOCK_AHEAD_MOVED_TO_READ,
    /** A delete that an incremental read cannot see. */
    DELETE_UNSEEN_BY_INCREMENTAL_READ,
    /** What the overlap shows again and is known. */
    OVERLAP_SHOWN_AGAIN,
    VERSION_OPENED,
    /** A key has no version any more: the source deleted its row, or the model yields none. */
    VERSION_CLOSED,
    VERSION_CLOSED_BY_FILTER,
    /** A version, or the end of one, that would not be after its start. */
    VERSION_MOVED_BY_A_MICROSECOND,
    VERSION_AFTER_A_GAP,
    UNTRACKED_OVERWRITTEN,
    JOIN_CHANGED_BY_THE_OTHER_TABLE,
    MEMBER_INFERRED,
    MEMBER_FILLED,
    MEMBER_UNKNOWN,
    /** In a dimension of type 1, as the following three. */
    ROW_OVERWRITTEN,
    ROW_FILLED,
    ROW_MARKED_AS_DELETED,
    ROW_MARK_CLEARED,
    /** A fact points to a row that is marked as deleted. */
    DELETED_ROW_FOUND,
    FACT_INSERTED,
    FACT_OVERWRITTEN,
    FACT_RECORD_ADDED,
    FACT_DELETED_AT_SOURCE,
    FACT_RETURNED,
    FACT_REMOVED_BY_FILTER,
    EVENT_BETWEEN_VERSIONS,
    EVENT_BEFORE_THE_FIRST_VERSION,
    EVENT_AFTER_THE_READ,
    EVENT_WITHOUT_TIME,
    EVENT_BEFORE_THE_FIRST_READ,
    /** A clock that went back showed a time for the second time. */
    LOCAL_TIME_SHOWN_TWICE
}
