import Delivery
import StrictYAML

extension HealthReader {
    static let responding = HealthReader(key: "responding", keys: ["http", "within"]) { reader, record in
        var (path, within) = ("", Duration.seconds(1))
        if let record {
            let http = record.required("http", expectation: "write a path: http: /healthz")
            reader.log.read(http, into: &path, as: .line)
            reader.log.read(record["within"], into: &within, as: .time)
        }
        return [.responding(path: path, within: within)]
    }
}
