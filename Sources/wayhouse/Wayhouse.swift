// SPDX-License-Identifier: Apache-2.0

/// The command line lands with the modules it speaks to.
@main
enum Wayhouse { static func main() {} }
