import Delivery
import Foundation
import Journal
import SlipwayTesting
import StateDirectory
import Testing

/// Whose a state directory is: nothing is taken up from one that may be somebody else's.
@Suite struct StateTrustTests {
    private let folder: TemporaryDirectory
    private let known: KnownDirectories

    init() throws {
        folder = try TemporaryDirectory()
        known = KnownDirectories(path: "\(folder.path)/home/known")
    }

    private func directory(_ name: String = "state") throws -> StateDirectory {
        let state = StateDirectory(path: "\(folder.path)/\(name)")
        try state.prepare()
        return state
    }

    private func worked(in name: String = "state") async throws -> StateDirectory {
        let state = try directory(name)
        try state.adoptFresh(among: known)
        try await Journal.open(in: state).close()
        return state
    }

    private func problem(of state: StateDirectory) -> StateTrustError.Problem? {
        do throws(StateTrustError) {
            _ = try state.standing(among: known)
            return nil
        } catch {
            return error.problem
        }
    }

    @Test func aNewDirectoryBecomesOurs() async throws {
        defer { folder.remove() }
        let state = try directory()
        #expect(try state.standing(among: known) == .fresh)
        try state.adoptFresh(among: known)
        try await Journal.open(in: state).close()
        #expect(try state.standing(among: known) == .known)
        #expect(try permissions(of: known.path) == 0o700)
        #expect(try permissions(of: "\(state.path)/id") == 0o600)
    }

    /// A clone, an archive and a copy have everything but the place that the id was given to.
    @Test func aCopyIsNotTakenUp() async throws {
        defer { folder.remove() }
        let state = try await worked()
        try FileManager.default.copyItem(atPath: state.path, toPath: "\(folder.path)/copy")
        let copy = StateDirectory(path: "\(folder.path)/copy")
        #expect(problem(of: copy) == .unknown)
        try copy.trust(among: known)
        #expect(try copy.standing(among: known) == .known)
        #expect(try state.standing(among: known) == .known)
    }

    @Test func whatWasMovedIsStillOurs() async throws {
        defer { folder.remove() }
        let state = try await worked()
        try FileManager.default.moveItem(atPath: state.path, toPath: "\(folder.path)/moved")
        #expect(try StateDirectory(path: "\(folder.path)/moved").standing(among: known) == .known)
    }

    @Test func whatAnotherAccountKnowsIsNotKnownHere() async throws {
        defer { folder.remove() }
        let state = try await worked()
        let other = KnownDirectories(path: "\(folder.path)/elsewhere/known")
        #expect(throws: StateTrustError.self) { try state.standing(among: other) }
        #expect(!FileManager.default.fileExists(atPath: "\(folder.path)/elsewhere"))
    }

    /// A Slipway of before wrote none: whether something is under way there is looked at before it is adopted.
    @Test func aDirectoryWithoutAnIdIsUnmarked() async throws {
        defer { folder.remove() }
        let state = try directory()
        try await Journal.open(in: state).close()
        #expect(try state.standing(among: known) == .unmarked)
        #expect(throws: StateTrustError.self) { try state.adoptFresh(among: known) }
        try state.trust(among: known)
        #expect(try state.standing(among: known) == .known)
    }

    /// git makes directories that others can read, and files too.
    @Test(arguments: [
        ("", 0o755), ("", 0o770), ("", 0o777), ("/journal.sqlite", 0o644), ("/journal.sqlite", 0o620), ("/id", 0o604),
    ])
    func whatOthersCanReadOrWriteIsNotTakenUp(file: String, mode: Int) async throws {
        defer { folder.remove() }
        let state = try await worked()
        let path = state.path + file
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
        guard case .open(UInt32(mode), _)? = problem(of: state) else {
            Issue.record("taken up with \(String(mode, radix: 8)): \(String(describing: problem(of: state)))")
            return
        }
        try state.trust(among: known)
        #expect(try state.standing(among: known) == .known)
    }

    /// Who may use the control socket passes through.
    @Test func accountsMayPassThrough() async throws {
        defer { folder.remove() }
        let state = try await worked()
        try FileManager.default.setAttributes([.posixPermissions: 0o711], ofItemAtPath: state.path)
        #expect(try state.standing(among: known) == .known)
    }

    @Test(arguments: ["", "/journal.sqlite", "/id", "/executor.lock"])
    func whatBelongsToSomebodyElseIsNotTakenUp(file: String) async throws {
        defer { folder.remove() }
        guard geteuid() == 0 else { return }
        let state = try await worked()
        try await StateLock.acquire(in: state, at: .noon).release()
        #expect(chown(state.path + file, 65_534, 65_534) == 0)
        #expect(problem(of: state) == .foreign(owner: 65_534))
        #expect(throws: StateTrustError.self) { try state.trust(among: known) }
    }

    @Test func aLinkIsNoJournal() async throws {
        defer { folder.remove() }
        let state = try await worked()
        try FileManager.default.moveItem(atPath: state.journal, toPath: "\(folder.path)/journal")
        try FileManager.default.createSymbolicLink(atPath: state.journal, withDestinationPath: "\(folder.path)/journal")
        #expect(problem(of: state) == .wrongKind)
    }

    /// A list that others can write would let them say what is ours.
    @Test func aListThatOthersCanWriteIsNotBelieved() async throws {
        defer { folder.remove() }
        let state = try await worked()
        try FileManager.default.setAttributes([.posixPermissions: 0o770], ofItemAtPath: known.path)
        guard case .unrecordable? = problem(of: state) else {
            Issue.record("believed")
            return
        }
    }

    @Test func aPlaceThatCannotBeRememberedInIsSaid() throws {
        defer { folder.remove() }
        let state = try directory()
        try Data().write(to: URL(filePath: "\(folder.path)/home"))
        let error = #expect(throws: StateTrustError.self) { try state.adoptFresh(among: known) }
        #expect(error?.description.contains("XDG_STATE_HOME") == true)
        #expect(try state.standing(among: known) == .fresh)
    }

    @Test func manyProcessesAddAtOnce() async throws {
        defer { folder.remove() }
        let state = try directory()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<40 {
                group.addTask { [known] in
                    // Half of them the same one.
                    let own = number.isMultiple(of: 2) ? state : try directory("state-\(number)")
                    try own.trust(among: known)
                    #expect(try own.standing(among: known) != .unmarked)
                }
            }
            try await group.waitForAll()
        }
        let entries = try FileManager.default.contentsOfDirectory(atPath: known.path)
        #expect(entries.allSatisfy { $0.count == 32 })
    }

    @Test func theListIsWhereTheSpecificationSaysIt() {
        let chosen = KnownDirectories.standard(environment: ["XDG_STATE_HOME": "/xdg", "HOME": "/home/ana"])
        #expect(chosen.path == "/xdg/slipway/known")
        let usual = KnownDirectories.standard(environment: ["XDG_STATE_HOME": "relative", "HOME": "/home/ana"])
        #expect(usual.path == "/home/ana/.local/state/slipway/known")
        #expect(KnownDirectories.standard(environment: [:]).path.hasSuffix("/.local/state/slipway/known"))
    }
}
