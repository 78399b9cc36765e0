/// A non-negative number with an exponent far beyond that of `Double`.
///
/// The factors of a batch are powers with large counts, some huge and some tiny, whose product is moderate.
/// Multiplication, division and square root are rounded exactly alike on every machine, which `exp` and `log` are
/// not: evidence built from these alone is the same, bit for bit, wherever a journal is replayed.
struct ScaledNumber: Sendable, Equatable {
    /// In 1..<2, or 0 for zero.
    private var significand: Double
    private var exponent: Int

    static let one = ScaledNumber(1)

    /// A negative number or one that is not a number counts as zero, an infinite one as the largest finite one.
    init(_ value: Double) {
        guard value > 0 else {
            self.init(significand: 0, exponent: 0)
            return
        }
        let finite = min(value, .greatestFiniteMagnitude)
        self.init(significand: finite.significand, exponent: Int(finite.exponent))
    }

    private init(significand: Double, exponent: Int) {
        self.significand = significand
        self.exponent = exponent
    }

    /// The nearest `Double`: finite also where the number is too large for one.
    var value: Double {
        if significand == 0 || exponent < -1100 { return 0 }
        if exponent > 1023 { return .greatestFiniteMagnitude }
        return Double(sign: .plus, exponent: exponent, significand: significand)
    }

    var squareRoot: ScaledNumber {
        let isOdd = exponent & 1 == 1
        let root = (isOdd ? significand * 2 : significand).squareRoot()
        return ScaledNumber(significand: root, exponent: (isOdd ? exponent - 1 : exponent) / 2)
    }

    static func * (left: ScaledNumber, right: ScaledNumber) -> ScaledNumber {
        let product = left.significand * right.significand
        let exponent = left.exponent + right.exponent
        return product >= 2
            ? ScaledNumber(significand: product / 2, exponent: exponent + 1)
            : ScaledNumber(significand: product, exponent: exponent)
    }

    /// This number to the power of a count, by repeated squaring. `Outcomes` bounds the count, and so the exponent.
    func raised(to count: Int) -> ScaledNumber {
        var result = ScaledNumber.one
        var square = self
        var rest = max(count, 0)
        while rest > 0 {
            if rest & 1 == 1 { result = result * square }
            rest >>= 1
            if rest > 0 { square = square * square }
        }
        return result
    }
}
