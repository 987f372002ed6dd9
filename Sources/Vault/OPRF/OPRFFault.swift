// SPDX-License-Identifier: Apache-2.0

/// Why a step of the oblivious function could not be done. Holds no value.
public enum OPRFFault: Error, Equatable, Sendable {
    /// Bytes that name no point of the curve.
    case badPoint
    /// Bytes that are no key.
    case badKey
    /// Answers that are not as many as the questions, or of other servers than the keys.
    case badAnswer
}
