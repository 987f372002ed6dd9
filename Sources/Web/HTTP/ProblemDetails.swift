// SPDX-License-Identifier: Apache-2.0

import Cases

/// What went wrong, for programs: the JSON of RFC 9457 (`application/problem+json`), with our findings. Holds no value
/// of any record.
public struct ProblemDetails: Sendable, Hashable, Codable {
    /// A stable name for programs, such as `about:blank` or `/problems/conflict`.
    public var type: String
    public var title: String
    /// The HTTP status.
    public var status: Int
    public var detail: String?
    public var findings: [Finding]?

    public static let mediaType = "application/problem+json"

    public init(
        type: String = "about:blank", title: String, status: Int, detail: String? = nil, findings: [Finding]? = nil
    ) {
        self.type = type
        self.title = title
        self.status = status
        self.detail = detail
        self.findings = findings
    }
}
