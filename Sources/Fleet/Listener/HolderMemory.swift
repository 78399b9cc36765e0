import Synchronization

/// The process that was last seen to hold the socket of a command: mostly it still does, and no other has to be looked at.
enum HolderMemory {
    private static let known = Mutex<[String: Int32]>([:])

    static func process(of command: String) -> Int32? {
        known.withLock { $0[command] }
    }

    static func note(_ process: Int32?, of command: String) {
        known.withLock { $0[command] = process }
    }
}
