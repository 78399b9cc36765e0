import Synchronization
import Triggers

/// A repository that answers what a test wants.
final class ScriptedRemote: Sendable {
    private let answer: Mutex<Result<ObjectID, GitRemoteError>>
    private let count = Atomic(0)

    init(_ answer: Result<ObjectID, GitRemoteError>) {
        self.answer = Mutex(answer)
    }

    var asked: Int { count.load(ordering: .acquiring) }

    func becomes(_ next: Result<ObjectID, GitRemoteError>) { answer.withLock { $0 = next } }

    func ask() throws(GitRemoteError) -> ObjectID {
        count.add(1, ordering: .acquiringAndReleasing)
        return try answer.withLock { $0 }.get()
    }
}
