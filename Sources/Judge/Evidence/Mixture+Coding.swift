extension Mixture {
    enum CodingKeys: String, CodingKey {
        case cash, stakes, evidence, peakEvidence, hazard
    }

    /// - Throws: `DecodingError.dataCorrupted` for capital that no sequence of bets can lead to.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let cash = try container.decode(Double.self, forKey: .cash)
        let stakes = try container.decode([Double].self, forKey: .stakes)
        let evidence = try container.decode(Double.self, forKey: .evidence)
        let peakEvidence = try container.decode(Double.self, forKey: .peakEvidence)
        let hazard = try container.decode(Double.self, forKey: .hazard)
        let limit = Self.ceiling * Double(stakes.count) + 1
        guard (0...1).contains(cash), (0...1).contains(hazard), (0...limit).contains(evidence),
            (max(1, evidence)...limit).contains(peakEvidence), stakes.allSatisfy((0...Self.ceiling).contains)
        else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "The capital of a test is out of range."))
        }
        self.init(cash: cash, stakes: stakes, evidence: evidence, peakEvidence: peakEvidence, hazard: hazard)
    }

    /// - Throws: `DecodingError.dataCorrupted` unless there is a stake for each of so many alternatives.
    func checked(alternatives: Int, at path: [any CodingKey]) throws -> Mixture {
        guard stakes.count == alternatives else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: path, debugDescription: "\(stakes.count) stakes on \(alternatives) alternatives."))
        }
        return self
    }
}
