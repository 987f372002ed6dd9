// SPDX-License-Identifier: Apache-2.0

import CExpat

/// What is told of a document while it is read. Subclasses override what they need.
///
/// A subclass that wants no more sets `isDone`; one that met something wrong sets `failure`. Both stop the parser.
class XMLHandler {
    final var failure: InterchangeError?
    final var isDone = false

    func start(_ name: XMLName, _ attributes: XMLAttributes) {}
    func end(_ name: XMLName) {}
    /// A run of text may come in several pieces.
    func text(_ bytes: UnsafeBufferPointer<UInt8>) {}
}

/// Reads XML 1.0 pushed in pieces, through expat. DOCTYPE is refused at its first character, so no entity beyond the
/// five of XML itself ever exists. Prefixes are looked past: only local names are compared.
final class XMLStream {
    let parser: XML_Parser
    private let handler: XMLHandler
    private let part: String
    private var depth = 0
    private var fed = 0

    /// - Parameter part: what to call this document in a message to a person.
    init(part: String, handler: XMLHandler) {
        self.part = part
        self.handler = handler
        guard let parser = XML_ParserCreate(nil) else { preconditionFailure("expat has no memory") }
        self.parser = parser
        XML_SetUserData(parser, Unmanaged.passUnretained(self).toOpaque())
        XML_SetElementHandler(
            parser,
            { user, name, attributes in XMLStream.from(user).start(name!, attributes!) },
            { user, name in XMLStream.from(user).end(name!) })
        XML_SetCharacterDataHandler(parser) { user, text, count in
            let bytes = UnsafeRawPointer(text!).assumingMemoryBound(to: UInt8.self)
            XMLStream.from(user).handler.text(UnsafeBufferPointer(start: bytes, count: Int(count)))
        }
        XML_SetStartDoctypeDeclHandler(parser) { user, _, _, _, _ in
            let stream = XMLStream.from(user)
            stream.fail(.doctype(part: stream.part))
        }
    }

    deinit { XML_ParserFree(parser) }

    /// Parses one document from one piece.
    static func parse(_ bytes: [UInt8], part: String, handler: XMLHandler) throws(InterchangeError) {
        let stream = XMLStream(part: part, handler: handler)
        try bytes.withUnsafeBufferPointer { (all) throws(InterchangeError) in
            var at = 0
            while at < all.count {
                let end = min(at + Inflater.pieceBytes, all.count)
                guard try stream.push(UnsafeBufferPointer(rebasing: all[at..<end])) else { return }
                at = end
            }
        }
        try stream.finish()
    }

    /// Parses one piece.
    ///
    /// - Returns: false when the handler wants no more.
    /// - Throws: `brokenXML`, `doctype`, `overLimit`, or the handler's own failure.
    func push(_ piece: UnsafeBufferPointer<UInt8>) throws(InterchangeError) -> Bool {
        if handler.isDone { return false }
        fed += piece.count
        let status = piece.withMemoryRebound(to: CChar.self) { XML_Parse(parser, $0.baseAddress, Int32($0.count), 0) }
        try check(status)
        // One tag that goes on and on would be kept in memory whole.
        if fed - Int(XML_GetCurrentByteIndex(parser)) > Limits.xmlTokenBytes {
            throw .overLimit(what: "bytes in one XML tag", limit: Limits.xmlTokenBytes)
        }
        return !handler.isDone
    }

    /// Says that there is no more.
    func finish() throws(InterchangeError) {
        if handler.isDone { return }
        try check(XML_Parse(parser, nil, 0, 1))
    }

    private func check(_ status: XML_Status) throws(InterchangeError) {
        if let failure = handler.failure { throw failure }
        if status == XML_STATUS_OK || handler.isDone { return }
        throw .brokenXML(part: part, line: Int(XML_GetCurrentLineNumber(parser)))
    }

    private static func from(_ user: UnsafeMutableRawPointer?) -> XMLStream {
        Unmanaged<XMLStream>.fromOpaque(user!).takeUnretainedValue()
    }

    private func start(_ name: UnsafePointer<CChar>, _ attributes: UnsafeMutablePointer<UnsafePointer<CChar>?>) {
        depth += 1
        let list = XMLAttributes(attributes)
        if depth > Limits.xmlDepth { return fail(.overLimit(what: "levels of XML", limit: Limits.xmlDepth)) }
        if XML_GetSpecifiedAttributeCount(parser) > Limits.xmlAttributes * 2 {
            return fail(.overLimit(what: "attributes on one element", limit: Limits.xmlAttributes))
        }
        handler.start(XMLName(name), list)
        stopIfAsked()
    }

    private func end(_ name: UnsafePointer<CChar>) {
        depth -= 1
        handler.end(XMLName(name))
        stopIfAsked()
    }

    private func stopIfAsked() {
        if handler.isDone || handler.failure != nil { XML_StopParser(parser, 0) }
    }

    private func fail(_ error: InterchangeError) {
        if handler.failure == nil { handler.failure = error }
        XML_StopParser(parser, 0)
    }
}
