// SPDX-License-Identifier: Apache-2.0

/// How much of a file is read before it is refused. A file beyond one of these is a mistake or an attack; the largest
/// honest register seen is a hundred times smaller.
public enum Limits {
    /// Bytes of the file itself.
    public static let fileBytes = 256 << 20
    /// Parts in a zip archive.
    public static let zipEntries = 10_000
    /// Unpacked bytes of one part.
    public static let partBytes = 512 << 20
    /// Unpacked bytes of all parts together.
    public static let totalBytes = 1 << 30
    /// A part may unpack to this many times its packed size…
    public static let ratio = 250
    /// …once it is larger than this.
    public static let ratioFloor = 32 << 20
    /// Elements within elements in XML.
    public static let xmlDepth = 64
    /// Attributes on one element.
    public static let xmlAttributes = 128
    /// Bytes of one tag or attribute.
    public static let xmlTokenBytes = 1 << 20
    /// Bytes of text in one cell or field.
    public static let cellBytes = 4 << 20
    /// Bytes and count of a workbook's shared texts.
    public static let sharedTextBytes = 192 << 20
    public static let sharedTexts = 4_000_000
    /// Columns of a table: Excel's own limit.
    public static let columns = 16_384
    /// Rows of a table: Excel's own limit.
    public static let rows = 1_048_576
    /// Rows that are looked at to find the header.
    public static let headerSearchRows = 10
    /// Findings kept in a reading; the rest are counted.
    public static let findings = 5_000
    /// Different texts that a column remembers the meaning of.
    public static let rememberedTexts = 20_000
}
