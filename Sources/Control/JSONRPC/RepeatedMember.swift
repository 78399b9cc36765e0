import Foundation

/// Finds a member that an object has twice: decoders take one of them silently, and who reads along may take the other.
struct RepeatedMember {
    private enum Level {
        case list
        /// An object: the names so far, and whether a name comes next.
        case object(Set<String>, isName: Bool)
    }

    private let bytes: [UInt8]
    private var index = 0
    private var levels: [Level] = []

    /// - Parameter json: valid JSON; of anything else the answer means nothing.
    static func find(in json: Data) -> String? {
        var search = RepeatedMember(bytes: Array(json))
        return search.find()
    }

    private init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    private mutating func find() -> String? {
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "{"): levels.append(.object([], isName: true))
            case UInt8(ascii: "["): levels.append(.list)
            case UInt8(ascii: "}"), UInt8(ascii: "]"): _ = levels.popLast()
            case UInt8(ascii: ","):
                if case .object(let names, _)? = levels.popLast() {
                    levels.append(.object(names, isName: true))
                } else {
                    levels.append(.list)
                }
            case UInt8(ascii: "\""):
                if let name = takeString() { return name }
                continue
            default: break
            }
            index += 1
        }
        return nil
    }

    /// Goes behind a string; gives it when it is a name that its object has already.
    private mutating func takeString() -> String? {
        let start = index
        index += 1
        while index < bytes.count, bytes[index] != UInt8(ascii: "\"") {
            index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1
        }
        index += 1
        guard case .object(var names, isName: true)? = levels.last else { return nil }
        levels.removeLast()
        let name = text(bytes[start..<min(index, bytes.count)])
        let isNew = names.insert(name).inserted
        levels.append(.object(names, isName: false))
        return isNew ? nil : name
    }

    /// The same name may be written in several ways.
    private func text(_ quoted: ArraySlice<UInt8>) -> String {
        guard quoted.contains(UInt8(ascii: "\\")) else {
            return String(decoding: quoted.dropFirst().dropLast(), as: UTF8.self)
        }
        let decoded = try? JSONDecoder().decode([String].self, from: Data([0x5B] + quoted + [0x5D]))
        return decoded?.first ?? String(decoding: quoted, as: UTF8.self)
    }
}
