// SPDX-License-Identifier: Apache-2.0

/// Reads filled forms as OpenRosa clients send them: one submission, or several inside any wrapper.
///
/// Groups are looked through: an answer counts by its own element's name. What a client adds of its own accord (start,
/// end, device, version) is left out; `meta/instanceID` becomes the row's `sourceID`.
enum SubmissionReader {
    /// - Throws: `brokenXML`, `doctype`, `overLimit`, `notSubmission`, `stopped`.
    static func read(_ bytes: [UInt8], into pipeline: RowPipeline) throws(InterchangeError) -> ImportReading {
        let handler = SubmissionHandler { submission in
            pipeline.takeNamed(submission.row, sourceID: submission.id)
        } column: { name in
            pipeline.column(named: name)
        }
        try XMLStream.parse(bytes, part: "The submission", handler: handler)
        let reading = try pipeline.finish()
        guard reading.columns.contains(where: { if case .field = $0.meaning { true } else { false } }) else {
            throw .notSubmission
        }
        return reading
    }
}

private final class SubmissionHandler: XMLHandler {
    struct Submission {
        let row: TableRow
        let id: String?
    }

    private let take: (Submission) -> Bool
    private let column: (String) -> Int
    private var columns: [String: Int] = [:]
    private var depth = 0
    /// The depth of the submission's own element; nil between submissions.
    private var top: Int?
    private var cells: [Cell] = []
    private var text: [UInt8] = []
    private var isLeaf = false
    private var metaDepth: Int?
    private var sourceID: String?
    private var number = 0
    private var rootHasID = false

    init(take: @escaping (Submission) -> Bool, column: @escaping (String) -> Int) {
        self.take = take
        self.column = column
    }

    override func start(_ name: XMLName, _ attributes: XMLAttributes) {
        depth += 1
        isLeaf = true
        text.removeAll(keepingCapacity: true)
        if name == "html" { failure = .notSubmission }
        if depth == 1 { rootHasID = attributes.bytes("id") != nil }
        if top == nil {
            if depth > 1 || rootHasID || !Self.isWrapper(name) { begin() }
        } else if top == 1, depth == 2, !rootHasID, cells.isEmpty, attributes.bytes("id") != nil || name == "data" {
            // What looked like a submission wraps others.
            begin()
        }
        if name == "meta", metaDepth == nil { metaDepth = depth }
    }

    override func end(_ name: XMLName) {
        defer {
            depth -= 1
            isLeaf = false
        }
        if let metaDepth, depth >= metaDepth {
            if isLeaf, name == "instanceID" { sourceID = String(decoding: text, as: UTF8.self).tidied }
            if depth == metaDepth { self.metaDepth = nil }
            return
        }
        guard let top else { return }
        if depth == top {
            finish()
        } else if isLeaf, !text.isEmpty {
            answer(name.string)
        }
    }

    override func text(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard isLeaf else { return }
        text.append(contentsOf: bytes)
        if text.count > Limits.cellBytes { failure = .overLimit(what: "bytes in one answer", limit: Limits.cellBytes) }
    }

    private func begin() {
        top = depth
        cells = []
        sourceID = nil
    }

    private func finish() {
        number += 1
        if number > Limits.rows { failure = .overLimit(what: "rows", limit: Limits.rows) }
        if !cells.isEmpty, !take(Submission(row: TableRow(number: number, cells: cells), id: sourceID)) {
            isDone = true
        }
        top = nil
        cells = []
    }

    private func answer(_ name: String) {
        if Self.ownOfClients.contains(name) { return }
        let value = String(decoding: text, as: UTF8.self)
        if value.tidied.isEmpty { return }
        if columns.count >= Limits.columns { return failure = .overLimit(what: "columns", limit: Limits.columns) }
        let at = columns[name] ?? column(name)
        columns[name] = at
        cells.append(Cell(column: at, value: .text(value)))
    }

    private static func isWrapper(_ name: XMLName) -> Bool {
        ["submissions", "submission", "instances", "root", "export", "list"].contains(name.string.lowercased())
    }

    private static let ownOfClients: Set<String> = [
        "start", "end", "today", "deviceid", "username", "phonenumber", "simserial", "subscriberid", "email", "audit",
        "__version__", "_version_", "uuid", "instanceID", "instanceName",
    ]
}
