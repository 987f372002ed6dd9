// SPDX-License-Identifier: Apache-2.0

internal import CCryptoBoringSSL

/// A point of NIST P-256, by BoringSSL, which multiplies in constant time. Not for several threads at once.
final class CurvePoint {
    /// Bytes of a point as it is written: 4, x, y (SEC 1, 2.3.3, uncompressed: reading it needs no square root).
    static let byteCount = 65

    nonisolated(unsafe) static let group = CCryptoBoringSSL_EC_group_p256()
    fileprivate let point: OpaquePointer

    /// The neutral point.
    init() {
        guard let point = CCryptoBoringSSL_EC_POINT_new(Self.group) else { preconditionFailure("no memory") }
        self.point = point
    }

    /// - Parameter bytes: 65 bytes.
    /// - Throws: `OPRFFault.badPoint` when they name no point of the curve.
    convenience init(_ bytes: some Collection<UInt8>) throws(OPRFFault) {
        self.init()
        try read(bytes)
    }

    deinit { CCryptoBoringSSL_EC_POINT_free(point) }

    /// Becomes what the bytes name.
    func read(_ bytes: some Collection<UInt8>) throws(OPRFFault) {
        let bytes = Array(bytes)
        guard bytes.count == Self.byteCount, bytes[0] == 4,
            CCryptoBoringSSL_EC_POINT_oct2point(Self.group, point, bytes, bytes.count, nil) == 1
        else { throw .badPoint }
    }

    /// Becomes the hash of a message: P256_XMD:SHA-256_SSWU_RO_ of RFC 9380.
    func hash(_ message: [UInt8], domain: [UInt8]) {
        let done = CCryptoBoringSSL_EC_hash_to_curve_p256_xmd_sha256_sswu(
            Self.group, point, domain, domain.count, message, message.count)
        precondition(done == 1)
    }

    /// Becomes the generator times a scalar.
    func multiplyGenerator(_ scalar: CurveScalar) {
        precondition(CCryptoBoringSSL_EC_POINT_mul(Self.group, point, scalar.number, nil, nil, nil) == 1)
    }

    /// Becomes another point times a scalar.
    func multiply(_ other: CurvePoint, _ scalar: CurveScalar) {
        precondition(CCryptoBoringSSL_EC_POINT_mul(Self.group, point, nil, other.point, scalar.number, nil) == 1)
    }

    func add(_ other: CurvePoint) {
        precondition(CCryptoBoringSSL_EC_POINT_add(Self.group, point, point, other.point, nil) == 1)
    }

    func becomeNeutral() { precondition(CCryptoBoringSSL_EC_POINT_set_to_infinity(Self.group, point) == 1) }

    func negate() { precondition(CCryptoBoringSSL_EC_POINT_invert(Self.group, point, nil) == 1) }

    func become(_ other: CurvePoint) { precondition(CCryptoBoringSSL_EC_POINT_copy(point, other.point) == 1) }

    var isNeutral: Bool { CCryptoBoringSSL_EC_POINT_is_at_infinity(Self.group, point) == 1 }

    /// Appends the 65 bytes of the point. It must not be the neutral one.
    func write(to bytes: inout [UInt8]) { append(65, POINT_CONVERSION_UNCOMPRESSED, &bytes) }

    /// The 33 bytes that RFC 9497 hashes.
    var compressed: [UInt8] {
        var bytes: [UInt8] = []
        append(33, POINT_CONVERSION_COMPRESSED, &bytes)
        return bytes
    }

    private func append(_ count: Int, _ form: point_conversion_form_t, _ bytes: inout [UInt8]) {
        let start = bytes.count
        bytes.append(contentsOf: repeatElement(0, count: count))
        let written = bytes.withUnsafeMutableBufferPointer { buffer in
            CCryptoBoringSSL_EC_POINT_point2oct(
                Self.group, point, form, buffer.baseAddress.map { $0 + start }, count, nil)
        }
        precondition(written == count)
    }
}

/// A number from 1 below the order of P-256. Wiped when it goes.
final class CurveScalar {
    fileprivate let number: UnsafeMutablePointer<BIGNUM>
    static let byteCount = 32

    private init(number: UnsafeMutablePointer<BIGNUM>) { self.number = number }

    /// A random one.
    convenience init() {
        guard let number = CCryptoBoringSSL_BN_new() else { preconditionFailure("no memory") }
        self.init(number: number)
        let order = CCryptoBoringSSL_EC_GROUP_get0_order(CurvePoint.group)
        precondition(CCryptoBoringSSL_BN_rand_range_ex(number, 1, order) == 1)
    }

    /// - Throws: `OPRFFault.badKey` unless the 32 bytes are a number from 1 below the order.
    convenience init(_ bytes: [UInt8]) throws(OPRFFault) {
        guard bytes.count == Self.byteCount, let number = CCryptoBoringSSL_BN_bin2bn(bytes, bytes.count, nil)
        else { throw .badKey }
        self.init(number: number)
        let order = CCryptoBoringSSL_EC_GROUP_get0_order(CurvePoint.group)
        guard CCryptoBoringSSL_BN_is_zero(number) == 0, CCryptoBoringSSL_BN_cmp(number, order) < 0
        else { throw .badKey }
    }

    deinit { CCryptoBoringSSL_BN_clear_free(number) }

    /// 32 bytes, the greatest first.
    var bytes: [UInt8] {
        var bytes = [UInt8](repeating: 0, count: Self.byteCount)
        precondition(CCryptoBoringSSL_BN_bn2bin_padded(&bytes, bytes.count, number) == 1)
        return bytes
    }

    /// One divided by it, for a blind that is taken off by multiplying.
    var inverse: CurveScalar {
        let order = CCryptoBoringSSL_EC_GROUP_get0_order(CurvePoint.group)
        let scratch = CCryptoBoringSSL_BN_CTX_new()
        defer { CCryptoBoringSSL_BN_CTX_free(scratch) }
        guard let number = CCryptoBoringSSL_BN_mod_inverse(nil, number, order, scratch) else {
            preconditionFailure("a scalar is never zero")
        }
        return CurveScalar(number: number)
    }
}
