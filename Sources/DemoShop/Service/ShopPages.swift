import FlyingFox
import Foundation

/// The bodies of the shop's pages.
struct ShopPages: Sendable {
    let identity: ShopIdentity

    /// The page at a path; `nil` where there is none.
    func page(at path: String) -> Page? {
        switch path {
        case "/": return html("Welcome", "The finest demonstration goods.")
        case "/cart": return json(CartBody(version: identity.version, items: 2, total: "38.00"))
        case "/checkout": return json(CheckoutBody(version: identity.version, order: "accepted"))
        default: return product(path).map { html("Product \($0)", "In stock.") }
        }
    }

    var version: Page { json(identity) }

    func note(_ text: String) -> Page {
        Page(type: "text/plain; charset=utf-8", body: Data("\(text)\n".utf8))
    }

    /// The identifier is shown in the page: letters, digits and hyphens only, so that nothing needs escaping.
    private func product(_ path: String) -> Substring? {
        guard path.hasPrefix("/product/") else { return nil }
        let identifier = path.dropFirst("/product/".count)
        let isRight = identifier.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }
        return isRight && (1...64).contains(identifier.utf8.count) ? identifier : nil
    }

    private func html(_ title: String, _ text: String) -> Page {
        let body = """
            <!doctype html>
            <html lang="en"><head><title>Shop: \(title)</title></head>
            <body><h1>\(title)</h1><p>\(text)</p><footer>shop \(identity.version)</footer></body></html>

            """
        return Page(type: "text/html; charset=utf-8", body: Data(body.utf8))
    }

    private func json(_ body: some Encodable) -> Page {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        // Strings and whole numbers always encode; an empty body would still be a visible fault.
        return Page(type: "application/json", body: (try? encoder.encode(body)) ?? Data())
    }

    struct Page: Sendable {
        let type: String
        let body: Data
    }
}

private struct CartBody: Encodable {
    let version: String
    let items: Int
    let total: String
}

private struct CheckoutBody: Encodable {
    let version: String
    let order: String
}
