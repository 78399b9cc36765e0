import Delivery

extension StrategyReader {
    static let allAtOnce = StrategyReader(key: AllAtOnceStrategy.key, keys: [], example: "all-at-once: {}") { _, _ in
        .allAtOnce(AllAtOnceStrategy())
    }
}
