import ArgumentParser
import Control
import Delivery
import Values

/// What every order to a run takes.
struct OrderOptions: ParsableArguments {
    @Argument(help: "The run's number; without it, the only one under way.")
    var run: Int?

    @OptionGroup var common: CommonOrderOptions

    var wanted: RunNumber? { run.map { RunNumber($0) } }
}

/// What every order takes that judges a change, or has users get it.
struct JudgingOptions: ParsableArguments {
    @Argument(
        help: ArgumentHelp(
            "The run's number.",
            discussion: "Without it you are shown the run and asked, on a terminal where no slipway serve works."))
    var run: Int?

    @OptionGroup var common: CommonOrderOptions

    var wanted: RunNumber? { run.map { RunNumber($0) } }
}

/// What every order takes that opens a run again.
struct ReopeningOptions: ParsableArguments {
    @Argument(help: "The run's number; without it, the latest.")
    var run: Int?

    @OptionGroup var common: CommonOrderOptions
}

/// What every order to a release takes.
struct ReleaseOptions: ParsableArguments {
    @Option(
        help: "Where it goes: needed where the run releases to several environments at once; halt stops all of them.")
    var environment: String?

    var chosen: EnvironmentName? { environment.map { EnvironmentName($0) } }
}

struct CommonOrderOptions: ParsableArguments {
    @Option(help: "Reason, kept in the record.")
    var reason: String?

    @Option(help: "State directory.")
    var state = ".slipway"

    @Flag(help: "Stay until the run has ended; where nobody carries it out, do that here.")
    var wait = false

    func validate() throws { try check(reason: reason) }
}

/// - Throws: `ValidationError` when a reason could pretend to be more than one line of text.
func check(reason: String?) throws {
    if reason?.hasControlCharacters == true {
        throw ValidationError("--reason takes printable characters in one line")
    }
    if reason?.allSatisfy(\.isWhitespace) == true { throw ValidationError("--reason is empty: say why") }
}
