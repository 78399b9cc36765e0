import Delivery
import StrictYAML

extension HealthReader {
    static let tcp = HealthReader(key: "tcp", keys: ["within"]) { reader, record in
        var within = Duration.seconds(1)
        reader.log.read(record?["within"], into: &within, as: .time)
        return [.tcp(TCPRule(within: within))]
    }
}
