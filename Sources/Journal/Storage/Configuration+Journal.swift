import GRDB

extension Configuration {
    /// For the executor. What the file is gets checked before anything about it is changed.
    static func writing(_ path: String) -> Configuration {
        var configuration = Configuration()
        configuration.label = "journal"
        configuration.busyMode = .timeout(5)
        configuration.maximumReaderCount = 4
        configuration.prepareDatabase { db in
            _ = try JournalSchema.isEmpty(db, path: path)
        }
        return configuration
    }

    /// For everyone else.
    static func reading(_ path: String) -> Configuration {
        var configuration = Configuration()
        configuration.label = "journal"
        configuration.readonly = true
        configuration.busyMode = .timeout(5)
        configuration.prepareDatabase { db in
            guard try !JournalSchema.isEmpty(db, path: path) else { throw JournalError(.missing, path: path) }
        }
        return configuration
    }
}
