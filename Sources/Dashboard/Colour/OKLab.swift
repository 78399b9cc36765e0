import Foundation

/// A colour in the OKLab space, where equal distances look equally different (Björn Ottosson, 2020).
public struct OKLab: Hashable, Sendable {
    /// 0 is black, 1 is white.
    public var lightness: Double
    /// Green (negative) to red (positive).
    public var a: Double
    /// Blue (negative) to yellow (positive).
    public var b: Double

    public init(lightness: Double, a: Double, b: Double) {
        self.lightness = lightness
        self.a = a
        self.b = b
    }

    public init(_ colour: RGB) {
        let (red, green, blue) = (RGB.linear(colour.red), RGB.linear(colour.green), RGB.linear(colour.blue))
        let long = cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
        let medium = cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
        let short = cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
        lightness = 0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short
        a = 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short
        b = 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short
    }

    /// The nearest colour that a screen can show, channel by channel.
    public var rgb: RGB {
        let long = pow(lightness + 0.3963377774 * a + 0.2158037573 * b, 3)
        let medium = pow(lightness - 0.1055613458 * a - 0.0638541728 * b, 3)
        let short = pow(lightness - 0.0894841775 * a - 1.2914855480 * b, 3)
        return RGB(
            RGB.channel(4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short),
            RGB.channel(-1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short),
            RGB.channel(-0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short))
    }

    /// How colourful it is; greys have 0, pure screen colours up to about 0.32.
    public var chroma: Double { hypot(a, b) }

    /// The hue in degrees, 0..<360: red about 25, yellow 105, green 145, blue 260.
    public var hue: Double {
        let degrees = atan2(b, a) * 180 / .pi
        return degrees < 0 ? degrees + 360 : degrees
    }

    /// How different two colours look; black and white are 1 apart.
    public func distance(to other: OKLab) -> Double {
        let (x, y, z) = (lightness - other.lightness, a - other.a, b - other.b)
        return (x * x + y * y + z * z).squareRoot()
    }

    /// The mixture with `share` (0…1) of the other colour.
    public func mixed(with other: OKLab, share: Double) -> OKLab {
        let share = min(max(share, 0), 1)
        return OKLab(
            lightness: lightness + (other.lightness - lightness) * share,
            a: a + (other.a - a) * share,
            b: b + (other.b - b) * share)
    }
}
