import Delivery
import Executor
import Journal

extension Doctor {
    /// Whether every router sends users where the journal says that they are. One that doesn't is left alone by a release
    /// that could not reach it, or the journal has lost what happened last.
    func routers() async -> [Examination] {
        guard let ledger = try? await JournalReader.open(in: state).ledger() else { return [] }
        let inquiry = RouterInquiry(state: state)
        var results: [Examination] = []
        for (name, record) in ledger.environments.sorted(by: { $0.key < $1.key }) where record.releasing == nil {
            guard let slot = await inquiry.servingSlot(in: name), slot != record.stable?.slot else { continue }
            let recorded = record.stable.map { "\($0.artifact.version) is in \($0.slot)" } ?? "nothing is in service"
            results.append(
                .bad(
                    "\(name)", "the router sends users to \(slot), and the journal says: \(recorded)",
                    "look at what runs there; the next release sends users to what the journal says, then to itself"))
        }
        return results
    }
}
