#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The functions of the system's mathematics library that the displayed bands need.
///
/// Their last digit may differ between machines, so nothing that decides may use them.
enum RealFunctions {
    static func log(_ value: Double) -> Double {
        #if canImport(Darwin)
            Darwin.log(value)
        #elseif canImport(Glibc)
            Glibc.log(value)
        #elseif canImport(Musl)
            Musl.log(value)
        #endif
    }

    /// log(1 + value), exact for small values.
    static func log1p(_ value: Double) -> Double {
        #if canImport(Darwin)
            Darwin.log1p(value)
        #elseif canImport(Glibc)
            Glibc.log1p(value)
        #elseif canImport(Musl)
            Musl.log1p(value)
        #endif
    }

    /// The logarithm of the beta function, for positive arguments.
    static func logBeta(_ first: Double, _ second: Double) -> Double {
        logGamma(first) + logGamma(second) - logGamma(first + second)
    }

    /// Stirling's series after the recurrence has made the argument large; free of the C function's global sign.
    private static func logGamma(_ value: Double) -> Double {
        var argument = value
        var product = 1.0
        while argument < 15 {
            product *= argument
            argument += 1
        }
        let inverse = 1 / argument
        let square = inverse * inverse
        let series = inverse * (1.0 / 12 - square * (1.0 / 360 - square * (1.0 / 1260 - square * (1.0 / 1680))))
        let halfLogTwoPi = 0.918938533204672741780329736406
        return (argument - 0.5) * log(argument) - argument + halfLogTwoPi + series - log(product)
    }
}
