// SPDX-License-Identifier: Apache-2.0

import Glibc

/// A place on Earth in decimal degrees.
public struct GeoPoint: Sendable, Hashable {
    /// −90…90.
    public let latitude: Double
    /// −180…180.
    public let longitude: Double

    /// Nil when there is no such place.
    public init?(latitude: Double, longitude: Double) {
        guard (-90...90).contains(latitude), (-180...180).contains(longitude) else { return nil }
        self.latitude = latitude
        self.longitude = longitude
    }

    /// Reads `6.9271,79.8612`. Nil for anything else.
    public init?(_ text: String) {
        let parts = text.split(separator: ",").map { $0.drop { $0 == " " } }
        guard parts.count == 2, let latitude = Double(parts[0]), let longitude = Double(parts[1]) else { return nil }
        self.init(latitude: latitude, longitude: longitude)
    }

    /// The mean radius of the Earth (IUGG), in kilometres.
    static let earth = 6371.0088

    /// Kilometres along the surface of a ball (the haversine formula); within 0.6 % of the true distance.
    public func kilometres(to other: GeoPoint) -> Double {
        let (a, b) = (latitude * .pi / 180, other.latitude * .pi / 180)
        let (north, east) = (b - a, (other.longitude - longitude) * .pi / 180)
        let half = sin(north / 2) * sin(north / 2) + cos(a) * cos(b) * sin(east / 2) * sin(east / 2)
        return 2 * Self.earth * asin(min(1, half.squareRoot()))
    }
}
