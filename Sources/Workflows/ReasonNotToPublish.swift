// SPDX-License-Identifier: Apache-2.0

import Disclosure

/// Why `publishDataset` made no file and what to do, in plain words that name columns and no values; nil for errors of
/// another sort.
public func reasonNotToPublish(_ error: any Error) -> String? { (error as? DisclosureRefusal)?.message }
