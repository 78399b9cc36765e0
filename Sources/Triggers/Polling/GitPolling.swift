import Synchronization
import Values

/// What happens to a branch, as a sequence: it is asked for now and then, and at once when it is woken.
///
/// It yields news only: a head that is not the one known, trouble that was not told yet, and the end of trouble. One
/// iteration at a time; it ends when its task is cancelled.
public struct GitPolling<PollClock: Clock>: AsyncSequence, Sendable where PollClock.Duration == Duration {
    /// What is new about the branch.
    public enum News: Equatable, Sendable {
        /// The branch is at another commit than the last one known.
        case head(ObjectID)
        /// It can't be asked; not repeated until the trouble is another.
        case trouble(GitRemoteError)
        /// After trouble, it can be asked again.
        case recovered
    }

    let interval: Duration?
    let clock: PollClock
    let chance: @Sendable () -> Double
    let ask: @Sendable () async throws(GitRemoteError) -> ObjectID
    private let shared: Shared

    private final class Shared: Sendable {
        let wakeup = Wakeup()
        let known: Mutex<ObjectID?>

        init(known: ObjectID?) {
            self.known = Mutex(known)
        }
    }

    /// - Parameters:
    ///   - interval: `nil` to ask only when woken, and again after that did not work.
    ///   - known: the commit that needs no telling: the last run's. With `nil` the first answer is news.
    ///   - clock: what times are measured with.
    ///   - chance: random numbers within `0..<1`, which spread the attempts.
    ///   - ask: gives where the branch is, such as `GitRemote.head`.
    public init(
        every interval: Duration?, known: ObjectID?, clock: PollClock,
        chance: @escaping @Sendable () -> Double = { .random(in: 0..<1) },
        ask: @escaping @Sendable () async throws(GitRemoteError) -> ObjectID
    ) {
        self.interval = interval
        self.clock = clock
        self.chance = chance
        self.ask = ask
        shared = Shared(known: known)
    }

    /// Asks as soon as possible; any number of hints before that are one.
    public func wake() { shared.wakeup.wake() }

    /// The commit that needs no telling from now on: a person started a run for it.
    public func tell(known head: ObjectID) { shared.known.withLock { $0 = head } }

    /// Whatever the next answer is, it is news: nothing came of the last one.
    public func forget() { shared.known.withLock { $0 = nil } }

    public func makeAsyncIterator() -> Iterator { Iterator(polling: self) }

    /// Asks, waits and asks again.
    public struct Iterator: AsyncIteratorProtocol {
        private let polling: GitPolling
        private var schedule: PollSchedule
        private var trouble: GitRemoteError?
        private var untold: News?

        fileprivate init(polling: GitPolling) {
            self.polling = polling
            schedule = PollSchedule(interval: polling.interval)
        }

        /// The next news; `nil` when the task is cancelled.
        public mutating func next() async -> News? {
            if let news = untold.take() { return news }
            while await polling.wait(for: schedule.delay(chance: polling.chance())) {
                do throws(GitRemoteError) {
                    if let news = answered(try await polling.ask()) { return news }
                } catch .cancelled {
                    return nil
                } catch {
                    if let news = failed(error) { return news }
                }
            }
            return nil
        }

        private mutating func answered(_ head: ObjectID) -> News? {
            schedule.succeeded()
            let news = polling.isNew(head) ? News.head(head) : nil
            guard trouble != nil else { return news }
            trouble = nil
            untold = news
            return .recovered
        }

        private mutating func failed(_ error: GitRemoteError) -> News? {
            schedule.failed()
            defer { trouble = error }
            return error == trouble ? nil : .trouble(error)
        }
    }

    private func isNew(_ head: ObjectID) -> Bool {
        shared.known.withLock { known in
            defer { known = head }
            return head != known
        }
    }

    /// Waits for the time or for being woken; `false` when the task was cancelled.
    private func wait(for delay: Duration?) async -> Bool {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await shared.wakeup.wait() }
            if let delay { group.addTask { try? await clock.sleep(for: delay) } }
            await group.next()
            group.cancelAll()
        }
        return !Task.isCancelled
    }
}
