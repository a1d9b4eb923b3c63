//! What becomes of a registered delegation when the layout is revised.

use crate::finding::choice;

choice! {
    /// What becomes of a registered delegation when the layout is revised.
    CarriedState {
        /// 継続: its procedure is as it was, or only the versions of its information changed.
        Kept = "kept",
        /// 変更: its procedure changed, or a person chose a successor.
        Changed = "changed",
        /// 失効: its procedure is retired; it ends with it unless a candidate takes its place.
        Lapsed = "lapsed",
        /// A new procedure of an affair that is delegated already: nothing is registered.
        New = "new",
    }
}
