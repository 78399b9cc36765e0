import Delivery
import Simulator
import Testing
import Values

/// What is in service is what the ledger says, or on its way there, whatever dies between releases.
@Suite struct UpkeepTests {
    /// What is said of a core that seeds are played with.
    private func violations(_ core: UpkeepCore, seeds: ClosedRange<UInt64> = 1...150) -> [String] {
        var found: [String] = []
        for seed in seeds {
            found += UpkeepRollout.run(seed: seed, core: core).violations.map { "seed \(seed), \($0)" }
            if found.count > 5 { break }
        }
        return found
    }

    @Test func servicesAreKeptUp() {
        let found = violations(.genuine, seeds: 1...600)
        #expect(found.isEmpty, "\(found.joined(separator: "\n"))")
    }

    @Test func theSameSeedGoesTheSameWay() {
        #expect(
            UpkeepRollout.run(seed: 7, tracing: true).trace == UpkeepRollout.run(seed: 7, tracing: true).trace)
    }

    /// Wrong cores, and what is noticed of each.
    private static let bugs: [(name: String, core: UpkeepCore, notice: String)] = [
        ("it starts nothing again", .leavesTheDead, "does not run"),
        ("it starts at once, whatever happened", .neverPauses, "within 30 s"),
        ("it gives up at the first end", .givesUpAtOnce, "is given up after"),
        ("it starts what was taken down", .overlooksTakingDown, "was taken down"),
        ("it never takes anything down", .takesNothingDown, "runs that nobody wants"),
        ("it forgets what it has started", .forgetsStarts, ""),
        ("it never hears that something answers", .overlooksAnswers, "they answer"),
        ("what was given up stays so", .neverForgives, "does not run"),
        ("what is kept ready stays for ever", .keepsForEver, "is kept still"),
        ("what is kept ready goes at once", .keepsNothing, "ended too early"),
    ]

    @Test(arguments: bugs.map(\.name)) func aWrongCoreIsNoticed(_ name: String) throws {
        let bug = try #require(Self.bugs.first { $0.name == name })
        let found = violations(bug.core)
        #expect(found.contains { $0.contains(bug.notice) }, "\(found)")
    }
}

extension UpkeepCore {
    private static func deciding(
        _ change: @escaping @Sendable ([Event], Ledger, ServiceInput, Timestamp) -> [Event]
    ) -> UpkeepCore {
        var core = genuine
        core.decide = { ledger, input, environment, now in
            change(ledger.decide(input, in: environment, at: now), ledger, input, now)
        }
        return core
    }

    fileprivate static var keepsForEver: UpkeepCore {
        deciding { events, _, input, _ in input == .looked ? [] : events }
    }

    fileprivate static var keepsNothing: UpkeepCore {
        deciding { events, ledger, input, _ in
            guard input == .looked, let record = ledger.environments["production"], record.releasing == nil,
                record.kept?.isEnding == false
            else { return events }
            return [.service("production", .oldEnding)]
        }
    }

    fileprivate static var leavesTheDead: UpkeepCore {
        deciding { events, _, _, _ in
            events.filter { if case .service(_, .instanceRestarting) = $0 { false } else { true } }
        }
    }

    /// Its clock is far ahead whenever it decides, so that every pause is over.
    fileprivate static var neverPauses: UpkeepCore {
        var core = genuine
        core.decide = { ledger, input, environment, now in
            ledger.decide(input, in: environment, at: now + .seconds(119))
        }
        return core
    }

    fileprivate static var givesUpAtOnce: UpkeepCore {
        deciding { events, _, _, _ in
            events.map { event in
                guard case .service(let name, .instanceRestarting(let id, let start)) = event, start > 2 else {
                    return event
                }
                return .service(name, .instanceGivenUp(instance: id, starts: 1))
            }
        }
    }

    /// The ledger never hears that something is to be down.
    fileprivate static var overlooksTakingDown: UpkeepCore {
        var core = genuine
        core.apply = { ledger, event, run, time in
            if case .standing(.environmentTakenDown) = event { return }
            ledger.apply(event, run: run, at: time)
        }
        return core
    }

    fileprivate static var takesNothingDown: UpkeepCore {
        var core = genuine
        core.effects = { ledger, name in ledger.serviceEffects(in: name).subtracting([.takeDown]) }
        core.decide = { ledger, input, environment, now in
            // It says that it was done, as soon as it looks.
            ledger.environments[environment]?.takenDown != nil
                ? ledger.decide(.takenDown(left: []), in: environment, at: now)
                : ledger.decide(input, in: environment, at: now)
        }
        return core
    }

    fileprivate static var forgetsStarts: UpkeepCore {
        var core = genuine
        core.effects = { _, _ in [] }
        return core
    }

    fileprivate static var overlooksAnswers: UpkeepCore {
        deciding { events, _, _, _ in
            events.filter { if case .service(_, .instanceUp) = $0 { false } else { true } }
        }
    }

    fileprivate static var neverForgives: UpkeepCore {
        var core = genuine
        core.apply = { ledger, event, run, time in
            if case .standing(.environmentBroughtUp) = event,
                !(ledger.environments["production"]?.givenUp.isEmpty ?? true)
            {
                return
            }
            ledger.apply(event, run: run, at: time)
        }
        return core
    }
}
