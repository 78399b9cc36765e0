import Delivery
import Foundation
import Journal
import Values

/// Orders that wait for their turn, and what becomes of those that nobody takes any more.
extension Executor {
    /// Whoever orders need not order twice because nobody has asked stable yet.
    func mustWait(_ message: Message) -> Bool {
        guard case .order(let order, let actor, _, _, anyway: false, _, let environment) = message.input else {
            return false
        }
        return run.isBetterPutOff(order, in: environment, by: actor)
    }

    func putOff(_ message: Message) {
        waiting.append((message, .now + RunState.patienceWithStable))
        Task { [inbox] in
            try? await Task.sleep(for: RunState.patienceWithStable)
            inbox.post(.tick)
        }
    }

    func takeWhatWasPutOff() async throws {
        while let first = waiting.first, first.until <= .now || !mustWait(first.message) {
            waiting.removeFirst()
            try await take(first.message)
        }
    }

    /// Nobody is left to wait for an answer; not even when this task was cancelled, in which a stream ends at once.
    func closeInbox() async {
        inbox.close()
        await Task { await answerTheRest() }.value
    }

    func answerTheRest() async {
        for (message, _) in waiting { await answerAtTheEnd(message) }
        waiting = []
        for await message in inbox.messages { await answerAtTheEnd(message) }
    }

    func answerAtTheEnd(_ message: Message) async {
        if let id = message.orderID, run.hasTaken(id) {
            await answerAgain(message, about: id)
        } else {
            message.answer(.failure(Refusal("run \(number) is no longer carried out here")))
        }
    }

    /// The same answer that the order got when it was carried out.
    func answerAgain(_ message: Message, about id: OrderID) async {
        do {
            message.answer(.success(try await recorder.journal.reader.answer(to: id, of: number)))
        } catch {
            message.answer(.failure(error))
        }
    }
}

extension JournalReader {
    /// The number of the last event that came of an order; of the last event at all when it is not known any more.
    fileprivate func answer(to id: OrderID, of run: RunNumber) async throws -> Int64 {
        for try await record in events(run: run) {
            if case .orderTaken(id, let events) = record.event { return record.sequence + Int64(events) }
        }
        return try await lastSequence()
    }
}
