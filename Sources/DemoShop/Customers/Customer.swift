import Values

/// One user of the shop: a cookie that stays, and a walk through the pages.
struct Customer: Sendable {
    /// The value of the cookie `uid`: the same for the same seed and index, so that a user can be met again.
    let identifier: String
    private var page: Page?

    init(index: Int, seed: UInt64) {
        var random = SplitMix64(seed: seed, stream: UInt64(index))
        let digits = String(random.next(), radix: 16)
        identifier = String(repeating: "0", count: 16 - digits.count) + digits
    }

    /// The next page of this user's session; after leaving, a new session starts at the front page.
    mutating func nextPage(using random: inout SplitMix64) -> Page {
        let chance = random.unitInterval()
        let product = Page.product(1 + Int(random.next() % 200))
        let next: Page? =
            switch page {
            case nil: .home
            case .home: chance < 0.8 ? product : nil
            case .product: chance < 0.4 ? product : chance < 0.8 ? .cart : nil
            case .cart: chance < 0.6 ? .checkout : chance < 0.8 ? product : nil
            case .checkout: nil
            }
        page = next ?? .home
        return page ?? .home
    }

    enum Page: Equatable, Sendable {
        case home, cart, checkout
        case product(Int)

        var path: String {
            switch self {
            case .home: "/"
            case .cart: "/cart"
            case .checkout: "/checkout"
            case .product(let number): "/product/\(number)"
            }
        }
    }
}
