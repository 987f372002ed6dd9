// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard

/// A file that belongs to a case. Everything here lies sealed.
public struct CaseAttachment: Sendable, Hashable, Codable, Identifiable {
    public let id: EntityID
    /// The case.
    public let scope: EntityID
    public let kind: Kind
    /// As it came, at most 255 characters.
    public let name: String
    /// From its first bytes, never from its name.
    public let content: Content
    /// Of the original, in bytes.
    public let size: Int
    /// SHA-256 of the original in hexadecimal: proves later that it is the same file.
    public let digest: String
    /// The copy for daily use; nil when there is none.
    public let copy: Copy?
    /// Why there is no copy; nil when there is one.
    public let withoutCopy: NoCopy?
    public let author: EntityID
    /// Milliseconds since 1970.
    public let added: Int64
    public internal(set) var state: State = .kept
    /// Who took it out of sight, and why.
    public internal(set) var removedBy: EntityID?
    public internal(set) var removedWords = ""
    var version = 1

    /// What it is, which says who may open it.
    public enum Kind: String, Sendable, Codable, CaseIterable {
        case document, identityPaper, statement, evidence, immigration, family

        /// The class of content that it belongs to.
        public var fieldClass: FieldClass {
            switch self {
            case .document: .f4
            case .identityPaper: .f2
            case .statement, .evidence: .f7
            case .immigration: .f9
            case .family: .f10
            }
        }
    }

    /// What its first bytes say that it is.
    public enum Content: String, Sendable, Codable, CaseIterable {
        case jpeg, png, pdf, other

        /// What browsers are told. Everything but pictures and PDF is bytes.
        public var mediaType: String {
            switch self {
            case .jpeg: "image/jpeg"
            case .png: "image/png"
            case .pdf: "application/pdf"
            case .other: "application/octet-stream"
            }
        }
    }

    /// The picture without what the camera wrote into it.
    public struct Copy: Sendable, Hashable, Codable {
        public let size: Int
        public let digest: String

        public init(size: Int, digest: String) { (self.size, self.digest) = (size, digest) }
    }

    /// Why there is only the original.
    public enum NoCopy: String, Sendable, Codable, CaseIterable {
        /// Not a kind of picture that can be cleaned.
        case notAPicture
        /// A picture that cannot be read to its end.
        case damaged
        /// More picture than any camera takes.
        case tooLarge
    }

    public enum State: Int, Sendable, Codable, CaseIterable {
        /// On its way in.
        case coming
        case kept
        /// Taken out of sight; a second person decides.
        case removed
    }

    /// The two forms that it is kept in.
    public enum Rendition: Int, Sendable, Codable, CaseIterable {
        case original, copy
    }

    /// The form for daily use: the copy, or the original when there is no other.
    public var daily: Rendition { copy == nil ? .original : .copy }
    public func size(of rendition: Rendition) -> Int { rendition == .original ? size : copy?.size ?? 0 }
    /// The original lies behind the second factor and the class of evidence when there is a copy without traces.
    public func fieldClass(of rendition: Rendition) -> FieldClass {
        rendition == .original && copy != nil ? .f7 : kind.fieldClass
    }

    // How much is taken.

    /// 2 GiB.
    public static let bytesMax = 1 << 31
    /// 20 GiB in one case.
    public static let caseBytesMax = 20 << 30
    public static let nameLengthMax = 255
}

/// What is known of a file before its bytes.
public struct AttachmentHead: Sendable, Hashable {
    public var name: String
    public var kind: CaseAttachment.Kind

    public init(name: String, kind: CaseAttachment.Kind) {
        self.name = String(name.prefix(CaseAttachment.nameLengthMax))
        self.kind = kind
    }
}

/// Why a file was not taken or given.
public enum AttachmentObstacle: String, Error, Sendable, Codable, CaseIterable {
    case empty, tooLarge, caseFull
    /// Its name is empty, or has no letter or digit.
    case badName
    /// It was taken out of sight meanwhile, or put back.
    case changed
}
