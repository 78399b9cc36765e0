import Control
import Delivery
import Foundation
import Journal
import StateDirectory
import Subprocess
import Values
import Wording

/// Looks at what a run needs on this machine.
struct Doctor {
    let state: StateDirectory
    /// The pipeline file, where there is one.
    var file = "slipway.yml"

    func examine() async -> [Examination] {
        var results = [
            await program("HAProxy", "haproxy", ["-v"], "apt install haproxy · brew install haproxy", isNeeded: true),
            await program("git", "git", ["--version"], "apt install git · brew install git", isNeeded: false),
            await program("tar", "tar", ["--version"], "apt install tar", isNeeded: true),
            await program("curl", "curl", ["--version"], "apt install curl", isNeeded: false),
            await program("OpenSSH", "ssh", ["-V"], "apt install openssh-client", isNeeded: false),
            locale, terminal,
        ]
        results += [
            await stateDirectory(), room, await executor(), await journal(), await clock(), requestLogQueue, leftovers,
        ].compactMap { $0 }
        return results + (await variables()) + (await services()) + (await unknownServices())
    }

    /// Asks a program for its version; the first line of what it says is shown.
    private func program(
        _ subject: String, _ name: String, _ arguments: [String], _ install: String, isNeeded: Bool
    ) async -> Examination {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
        let variables: [Subprocess.Environment.Key: String?] = [
            "PATH": "\(path):/usr/local/sbin:/usr/sbin:/opt/homebrew/bin"
        ]
        let result = try? await Subprocess.run(
            .name(name), arguments: Arguments(arguments), environment: .inherit.updating(variables),
            output: .string(limit: 64 << 10), error: .combinedWithOutput)
        let line = result?.standardOutput.split(separator: "\n").first.map(String.init)
        if let line, result?.terminationStatus.isSuccess == true { return .good(subject, line) }
        return isNeeded
            ? .bad(subject, "not found", "install it: \(install)")
            : .warning(subject, "not found", "install it if your pipelines need it: \(install)")
    }

    private var locale: Examination {
        setlocale(LC_ALL, "")
        let codeset = String(cString: nl_langinfo(Int32(CODESET)))
        if codeset == "UTF-8" { return .good("locale", codeset) }
        return .warning("locale", codeset, "set LC_ALL=C.UTF-8 to see the screen with all its signs")
    }

    private var terminal: Examination {
        let variables = ProcessInfo.processInfo.environment
        let name = variables["TERM"] ?? ""
        if name.isEmpty || name == "dumb" {
            return .warning("terminal", "TERM=\(name)", "the live view needs a terminal, such as TERM=xterm-256color")
        }
        if variables["NO_COLOR"]?.isEmpty == false { return .good("terminal", "\(name), without colour (NO_COLOR)") }
        return name.contains("256color") || variables["COLORTERM"] != nil
            ? .good("terminal", name)
            : .warning("terminal", "\(name) has few colours", "TERM=xterm-256color shows more, if yours can")
    }

    private func stateDirectory() async -> Examination {
        do {
            guard FileManager.default.fileExists(atPath: state.path) else {
                return .good("state directory", "\(state.path) will be made at the first run")
            }
            try state.prepare()
            let attributes = try FileManager.default.attributesOfItem(atPath: state.path)
            let permissions = (attributes[.posixPermissions] as? Int) ?? 0
            guard permissions & 0o077 == 0 else {
                return .warning(
                    "state directory", "\(state.path) can be entered by others", "chmod 700 \(state.path)")
            }
            return .good("state directory", state.path)
        } catch {
            return .bad("state directory", "\(error)", "make it yours to write, or choose another with --state")
        }
    }

    private func executor() async -> Examination? {
        guard FileManager.default.fileExists(atPath: state.executorLock) else { return nil }
        do {
            guard let holder = try StateLock.holder(in: state) else { return .good("executor", "none works here now") }
            let answers = (try? await ControlClient.connect(to: state)) != nil
            return answers
                ? .good("executor", "\(holder), answering")
                : .warning(
                    "executor", "\(holder), not answering",
                    "it may be starting or ending; look at process \(holder.pid)")
        } catch {
            return .bad("executor", "\(error)", "see who else uses \(state.path)")
        }
    }

    /// Whether what is recorded as in service answers.
    private func services() async -> [Examination] {
        guard FileManager.default.fileExists(atPath: state.journal),
            let reader = try? await JournalReader.open(in: state), let ledger = try? await reader.ledger()
        else { return [] }
        let interrupted = (try? await reader.interruptedReleases(in: state)) ?? []
        return await ServiceReport.all(in: ledger, of: state, interrupted: interrupted).compactMap { report in
            let version = report.record.stable?.artifact.version
            guard let trouble = report.trouble else {
                return version.map {
                    .good(
                        "\(report.environment)",
                        "\($0), \(NumberText.answering(report.count, of: report.count))"
                            + (report.listenerNote.map { "; \($0)" } ?? ""))
                }
            }
            let remedy = report.remedy(in: state)
            let isBad = report.isDown || report.strayedTo != nil
            let text = [version, trouble].compactMap { $0 }.joined(separator: isBad ? "  " : ", ")
            return isBad
                ? .bad("\(report.environment)", text, remedy) : .warning("\(report.environment)", text, remedy)
        }
    }

    private func journal() async -> Examination? {
        guard FileManager.default.fileExists(atPath: state.journal) else { return nil }
        do {
            let reader = try await JournalReader.open(in: state)
            if let problem = try await reader.integrityProblem() {
                return .bad("journal", problem, "copy \(state.path) away, then restore the journal from a backup")
            }
            if let loss = try await reader.loss() {
                return .bad(
                    "journal", "it has lost its end: \(loss)",
                    "restore it from a copy; or look at what runs, then: slipway doctor --accept-lost-events --reason TEXT"
                )
            }
            let last = try await reader.lastSequence()
            let unfinished = try await reader.unfinishedRun()
            guard let unfinished, try StateLock.holder(in: state) == nil else {
                return .good("journal", "whole, \(last) events")
            }
            return .warning(
                "journal", "run \(unfinished.number) was interrupted", "go on with it: slipway run --continue")
        } catch {
            return .bad("journal", "\(error)", "see the message")
        }
    }

    /// Leases, bakes and expiries go by the clock: one that was set back stops them, and one that nobody keeps drifts.
    private func clock() async -> Examination {
        let reader = try? await JournalReader.open(in: state)
        if let last = try? await reader?.lastEvent(), last.time > .now + .seconds(5) {
            let ahead = (last.time - .now).brief
            return .bad(
                "clock", "the journal's last event is \(ahead) in the future", "set the clock, as with timedatectl")
        }
        let answer = try? await Subprocess.run(
            .name("timedatectl"), arguments: ["show", "--property=NTPSynchronized", "--value"],
            output: .string(limit: 64), error: .discarded)
        switch answer?.standardOutput.trimmingCharacters(in: .whitespacesAndNewlines) {
        case "yes": return .good("clock", "kept by a time server")
        case "no": return .warning("clock", "no time server keeps it", "timedatectl set-ntp true, or start chrony")
        default: return .good("clock", "not behind the journal; whether a time server keeps it can't be told here")
        }
    }

    /// Sockets of state directories that do not exist any more.
    private var leftovers: Examination? {
        let stale = SocketPlace.stale
        if stale.isEmpty { return nil }
        return .warning(
            "leftovers", "nothing uses \(stale.joined(separator: ", ")) any more", "the next run removes them")
    }

    /// Linux queues few datagrams for a Unix socket; HAProxy drops log lines that don't fit, and a burst then goes unseen.
    private var requestLogQueue: Examination? {
        let file = "/proc/sys/net/unix/max_dgram_qlen"
        guard let text = try? String(contentsOfFile: file, encoding: .utf8),
            let length = Int(text.trimmingCharacters(in: .whitespacesAndNewlines))
        else { return nil }
        if length >= 128 { return .good("request log", "queue of \(length) lines") }
        return .warning(
            "request log", "the system queues only \(length) lines; in bursts some may go unseen",
            "sysctl -w net.unix.max_dgram_qlen=512")
    }
}
