package dev.varve.sandbox;

import org.junit.jupiter.api.Nested;

/**
 * All that looks at {@link CaseHistory}, in one process, so that it is played once. Each alone:
 * {@code ./mvnw verify -Dit.test=FactCases}.
 */
class CaseHistoryIT {
    @Nested
    class Dimensions extends DimensionCases {}

    @Nested
    class Facts extends FactCases {}

    @Nested
    class Explained extends ExplainCases {}

    @Nested
    class Planned extends PlanCases {}

    @Nested
    class Verified extends VerifyCases {}

    @Nested
    class Found extends VerifyFindsCases {}
}
