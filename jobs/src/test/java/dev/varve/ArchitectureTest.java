package dev.varve;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of the house; the order of the packages is read from the design. */
class ArchitectureTest {
    private static final Path DESIGN = Path.of("../docs/design.md");
    private static final Pattern STATION = Pattern.compile("(?m)^ {4}(dev\\.varve\\.[a-z]+) ");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.varve");

    @Test
    void everyPackageIsAStationOfTheDesign() throws IOException {
        Set<String> packages = CLASSES.stream().map(JavaClass::getPackageName).collect(Collectors.toSet());

        assertThat(stations())
                .containsExactly(
                        "dev.varve.pipeline",
                        "dev.varve.source",
                        "dev.varve.lake",
                        "dev.varve.capture",
                        "dev.varve.model",
                        "dev.varve.warehouse",
                        "dev.varve.run",
                        "dev.varve.report",
                        "dev.varve.cli");
        packages.remove("dev.varve");
        assertThat(packages).containsExactlyInAnyOrderElementsOf(stations());
    }

    @ParameterizedTest
    @MethodSource("stations")
    void packageImportsOnlyFromThoseAboveIt(String station) throws IOException {
        List<String> stations = stations();
        List<String> below = stations.subList(stations.indexOf(station) + 1, stations.size());

        noClasses()
                .that()
                .resideInAPackage(station)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(below.toArray(String[]::new))
                .orShould()
                .dependOnClassesThat()
                .resideInAPackage("dev.varve")
                .check(CLASSES);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("dev.varve.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                Instant.class,
                LocalDate.class,
                LocalDateTime.class,
                OffsetDateTime.class,
                ZonedDateTime.class,
            })
    void timeComesFromAClock(Class<?> time) {
        noClasses().should().callMethod(time, "now").check(CLASSES);
    }

    @Test
    void systemClockIsNotRead() {
        noClasses().should().callMethod(System.class, "currentTimeMillis").check(CLASSES);
        noClasses()
                .that()
                .doNotBelongToAnyOf(Varve.class)
                .should()
                .callMethod(Clock.class, "systemUTC")
                .orShould()
                .callMethod(Clock.class, "systemDefaultZone")
                .check(CLASSES);
    }

    @Test
    void oldDatesAreNotUsed() {
        noClasses().should().dependOnClassesThat().areAssignableTo(Date.class).check(CLASSES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"util", "utils", "common", "impl", "manager", "helper", "helpers"})
    void noPackageIsADrawer(String name) {
        noClasses().should().resideInAPackage("dev.varve.." + name + "..").check(CLASSES);
    }

    static List<String> stations() throws IOException {
        return STATION.matcher(Files.readString(DESIGN))
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
    }
}
