import Delivery
import Executor
import Journal

extension Doctor {
    /// Whether a router sends users somewhere although the journal has nothing in service there: it has lost what happened.
    func routers() async -> [Examination] {
        guard let ledger = try? await JournalReader.open(in: state).ledger() else { return [] }
        let inquiry = RouterInquiry(state: state)
        var results: [Examination] = []
        for (name, record) in ledger.environments.sorted(by: { $0.key < $1.key })
        where record.releasing == nil && record.stable == nil {
            guard let slot = await inquiry.servingSlot(in: name) else { continue }
            results.append(
                .bad(
                    "\(name)", "the router sends users to \(slot), and the journal has nothing in service",
                    "look at what runs there; the next release sends users to what the journal says, then to itself"))
        }
        return results
    }
}
