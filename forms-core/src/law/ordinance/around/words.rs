//! Words that a page adds to a rule: links to the top of the page, labels of notes about the page, polite sentences.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use crate::text::squeezed;

/// The message of a line that is no sentence: a link, a button, a label.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Says {
    /// A link to another place: このページの先頭へ. No rule has one.
    Way,
    /// The label of a button, such as 印刷, which could also be a word of a table.
    Button,
    /// The label of what is told about the page or the rule: お問い合わせ, 沿革情報.
    Label,
    /// Anything else.
    Other,
}

/// Longest line, in bytes, that is looked at.
const LONGEST: usize = 240;

/// Ends of a line that leads to another place.
#[rustfmt::skip]
const LEADS: &[&str] = &[
    "へ", "へ戻る", "へもどる", "に戻る", "にもどる", "へ移動", "へ移動する", "へスキップ", "へスキップする",
    "へジャンプ", "へ進む",
];
/// The last characters of [`LEADS`].
const LEAD_ENDS: [char; 5] = ['へ', 'る', '動', 'プ', 'む'];
/// Places to which such a line leads.
#[rustfmt::skip]
const PLACES: &[&str] = &[
    "このページの先頭", "このページの上", "このページのトップ", "ページの先頭", "ページの上", "ページの上部",
    "ページの一番上", "ページ先頭", "ページトップ", "ページのトップ", "ページ上部", "画面の先頭", "先頭",
    "文頭", "トップ", "トップページ", "top", "pagetop", "上", "一覧", "一覧ページ", "目次", "例規目次",
    "例規集", "例規集トップ", "例規集目次", "本文", "メニュー", "メインメニュー", "グローバルメニュー",
    "サイドメニュー", "フッター", "ナビゲーション", "ホーム", "ホームページ", "元のページ", "元の画面",
    "前のページ", "次のページ", "前の画面", "検索結果", "検索結果一覧", "検索画面", "前", "次", "体系目次",
    "五十音目次", "五十音索引",
];
#[rustfmt::skip]
const BUTTONS: &[&str] = &[
    "前の例規", "次の例規", "印刷", "印刷する", "印刷用", "印刷用ページ", "印刷用画面", "印刷プレビュー",
    "このページを印刷", "このページを印刷する", "ページ印刷", "ページを印刷", "ページを印刷する", "戻る",
    "もどる", "閉じる", "ウィンドウを閉じる", "検索", "検索する", "ダウンロード", "pagetop", "top", "home",
    "ホーム", "次へ", "前へ", "次", "前", "全文", "全文表示", "目次表示", "新旧対照表", "改正文", "条文",
    "本文", "メニュー", "menu", "文字サイズ", "拡大", "標準", "縮小", "大", "中", "小", "シェア", "シェアする",
    "ツイート", "ポスト", "いいね", "共有", "facebook", "twitter", "x", "line", "lineで送る", "pdf", "word",
    "html", "ログイン", "ログアウト", "ヘルプ", "凡例", "送信", "送信する", "リセット", "クリア", "english",
    "language", "サイトマップ", "トップページ", "しおり", "ページトップ", "概要", "タグ",
];
/// Labels that are a whole line.
#[rustfmt::skip]
const LABELS: &[&str] = &[
    "体系情報", "沿革情報", "沿革", "改正履歴", "改正沿革", "制定改正履歴", "制定・改正履歴", "履歴",
    "履歴一覧", "条項目次", "条文目次", "条文一覧", "条項一覧", "例規情報", "例規の情報", "基本情報",
    "制定情報", "題名", "目次一覧", "体系", "分類", "体系分類", "所属体系", "関連情報", "関連リンク",
    "関連ページ", "関連ファイル", "関連例規", "関連記事", "関連する記事", "関連法令", "関連する例規",
    "参考リンク", "参考情報", "添付ファイル", "添付資料", "添付書類", "ダウンロードファイル",
    "ファイルダウンロード", "担当", "担当課", "担当部署", "所管課", "所管部署", "主管課", "作成部署", "連絡先",
    "組織", "カテゴリー", "カテゴリ", "アーカイブ", "最近の投稿", "最近のコメント", "最新の投稿", "人気の記事",
    "新着情報", "お知らせ", "前の記事", "次の記事", "投稿ナビゲーション", "コメント", "コメントを残す",
    "タグクラウド", "メタ情報", "サイドバー", "フッター", "サイト情報", "プライバシーポリシー",
    "個人情報保護方針", "個人情報の取扱い", "個人情報の取り扱い", "個人情報の取扱いについて", "著作権",
    "著作権について", "リンクについて", "免責事項", "リンク集", "アクセシビリティ", "アクセシビリティについて",
    "ウェブアクセシビリティ", "このサイトについて", "このホームページについて", "ご利用案内", "利用規約",
    "サイトポリシー", "庁舎案内", "交通案内", "アクセス", "アクセスマップ", "開庁時間", "執務時間",
    "ページ評価", "アンケート", "広告", "広告欄", "バナー広告", "sns", "公式sns", "ソーシャルメディア",
    "例規集", "例規検索", "条例等一覧", "新着例規", "未施行", "このページの評価", "ご意見", "ご意見・ご感想",
    "奥付", "編集", "発行", "内容現在", "最終改正",
];
/// Beginnings of labels, whatever follows.
#[rustfmt::skip]
const LABEL_STARTS: &[&str] = &[
    "お問い合わせ", "お問合せ", "お問合わせ", "問い合わせ先", "問合せ先", "問い合わせ", "問合わせ",
    "このページについて", "このページに関する", "この記事に関する", "この記事について", "この例規に関する",
    "この例規について", "この情報に関する", "この内容に関する", "このページの情報", "このページの作成",
    "このページの内容", "このページに対する", "更新日", "最終更新", "公開日", "登録日", "掲載日", "作成日",
    "投稿日", "印刷日", "出力日", "ページ番号", "前の例規", "次の例規", "前の記事", "次の記事", "前の条例",
    "次の条例", "前の規則", "次の規則", "ページid", "記事番号", "コンテンツ番号", "現在位置", "現在地",
    "現在のページ", "いまいる場所", "今いる場所", "あなたの現在", "copyright", "(c)", "©",
    "all rights reserved", "tel", "電話:", "電話番号", "電話0", "電話(", "fax", "ファクス", "ファックス",
    "ファクシミリ", "〒", "郵便番号", "所在地", "住所:", "メール:", "メールアドレス", "e-mail", "email",
    "mail:", "担当:", "担当課:", "担当部署:", "所管:", "所管課:", "所管部署:", "主管課:", "内線", "法人番号",
    "代表電話", "開庁時間:", "開庁時間は", "http:", "https:", "file:", "www.", "カテゴリー:", "カテゴリ:",
    "タグ:", "投稿者", "内容現在", "編集:", "発行:", "編集・発行", "編集発行", "データ作成", "体系情報:",
    "沿革情報:",
];
/// Ends of polite sentences and questions, as pages address their visitors.
#[rustfmt::skip]
const POLITE: &[&str] = &[
    "ください", "下さい", "ます", "ました", "ません", "ませんでした", "です", "でした", "でしょうか",
    "ましたか", "ますか", "ですか", "ましょう", "願います", "お願いいたします",
];

/// The last characters of [`POLITE`].
const POLITE_ENDS: [char; 6] = ['い', 'す', 'た', 'ん', 'か', 'う'];

static IS_BUTTON: LazyLock<HashSet<&str>> = LazyLock::new(|| BUTTONS.iter().copied().collect());
static IS_LABEL: LazyLock<HashSet<&str>> = LazyLock::new(|| LABELS.iter().copied().collect());
/// [`LABEL_STARTS`] by their first characters.
static STARTS_BY_FIRST: LazyLock<HashMap<char, Vec<&str>>> = LazyLock::new(|| {
    let mut starts: HashMap<char, Vec<&str>> = HashMap::new();
    for start in LABEL_STARTS {
        starts.entry(start.chars().next().unwrap_or_default()).or_default().push(start);
    }
    starts
});

/// True if words begin like a label.
fn begins_label(words: &str) -> bool {
    let first = words.chars().next().unwrap_or_default();
    STARTS_BY_FIRST.get(&first).is_some_and(|starts| starts.iter().any(|w| words.starts_with(w)))
}

/// Signs between links that stand on one line.
const SEPARATORS: [char; 6] = ['|', '/', '[', ']', '｜', '／'];

/// Returns what the links on one line say; `None` if one of its words is none.
fn says_several(words: &str) -> Option<Says> {
    let parts = words.split(|c: char| c.is_whitespace() || SEPARATORS.contains(&c));
    let mut all = parts.filter(|p| !p.trim_matches(is_decoration).is_empty()).map(|part| {
        let link = !part.contains(SEPARATORS);
        Some(says(part)).filter(|s| link && matches!(s, Says::Way | Says::Button))
    });
    let first = all.next()??;
    all.try_fold(first, |says, next| Some(if next? == Says::Way { Says::Way } else { says }))
}

/// Returns what a line without a 。 at its end says.
pub(super) fn says(words: &str) -> Says {
    if words.len() > LONGEST {
        return Says::Other;
    }
    let mut folded = squeezed(words);
    folded.make_ascii_lowercase();
    let bare = folded.trim_matches(is_decoration);
    let mended = bare.contains('ぺ').then(|| bare.replace('ぺ', "ペ"));
    let bare = mended.as_deref().unwrap_or(bare);
    let several = bare.contains(SEPARATORS) || words.trim().contains([' ', '\u{3000}']);
    if several && let Some(says) = says_several(words) {
        return says;
    }
    let leads = bare.ends_with(LEAD_ENDS)
        && LEADS
            .iter()
            .any(|lead| bare.strip_suffix(lead).is_some_and(|place| PLACES.contains(&place)));
    if leads {
        return Says::Way;
    }
    if IS_BUTTON.contains(bare) || bare.is_empty() {
        return Says::Button;
    }
    let label = begins_label(bare) || begins_label(&folded);
    let label = label
        || IS_LABEL.contains(bare)
        || folded.contains('v') && folded.contains("allrightsreserved");
    if label || is_path(&folded) { Says::Label } else { Says::Other }
}

fn is_decoration(c: char) -> bool {
    "▲△↑▼▽↓→←⇒▶►▸◀◄«»‹›<>〈〉《》[]【】()■□◆◇●○・※*|-=_─━:…⬆⇧^〔〕「」~―–—+#".contains(c)
}

/// True for a line that is a label and nothing else.
pub(super) fn is_label(words: &str) -> bool {
    IS_LABEL.contains(squeezed(words).trim_matches(is_decoration))
}

/// True for the place of a page in its site: ホーム > 市政情報 > 例規集.
fn is_path(folded: &str) -> bool {
    folded.contains(['>', '»', '›', '≫'])
        && !folded.starts_with(['>', '<'])
        && !folded.contains('。')
}

/// True for a sentence that addresses the visitor of a page.
pub(in crate::law) fn is_polite(words: &str) -> bool {
    let end = words.trim_end_matches([
        '。', '」', '』', ')', '）', '！', '!', '？', '?', '．', '.', ' ', '　',
    ]);
    end.ends_with(POLITE_ENDS) && POLITE.iter().any(|w| end.ends_with(w))
}

/// Returns a line without a link to the top of the page behind its last sentence.
pub(super) fn without_way(words: &str) -> &str {
    let Some((before, _)) = words.rsplit_once('。') else { return words };
    let (sentence, after) = words.split_at(before.len() + '。'.len_utf8());
    let after = after.trim();
    let way = !after.is_empty() && says(after) == Says::Way;
    if way { sentence } else { words }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_and_labels_of_pages_are_told_from_words_of_a_rule() {
        for way in [
            "このページの先頭へ",
            "▲ページの先頭へ戻る",
            "↑ ページトップへ",
            "[ 目次へ戻る ]",
            "ﾄｯﾌﾟへ戻る".replace("ﾄｯﾌﾟ", "トップ").as_str(),
            "TOPへ",
            "＞＞ 前のページに戻る",
            "ぺージの先頭へ",
        ] {
            assert_eq!(says(way), Says::Way, "{way}");
        }
        for label in [
            "体系情報",
            "【沿革情報】",
            "■お問い合わせ先",
            "このページに関するお問い合わせ",
            "Copyright (C) 甲市",
            "電話：0465-00-0000",
            "ホーム ＞ 例規集",
            "https://example.jp/1",
            "〒250-0000 甲市乙町1番地",
            "更新日：2024年4月1日",
        ] {
            assert_eq!(says(label), Says::Label, "{label}");
        }
        for words in [
            "福祉事務所長",
            "第2条の改正規定",
            "沿革誌の編さん",
            "電話の設置",
            "教育長へ",
            "関連情報の提供",
            "住民基本台帳",
        ] {
            assert_eq!(says(words), Says::Other, "{words}");
        }
        assert!(LEADS.iter().all(|w| w.ends_with(LEAD_ENDS)));
        assert!(POLITE.iter().all(|w| w.ends_with(POLITE_ENDS)));
        assert!(
            is_polite("総務課へお問い合わせください。")
                && is_polite("このページは役に立ちましたか？")
        );
        assert!(!is_polite("この規則は、公布の日から施行する。") && !is_polite("別に定める"));
        assert_eq!(
            without_way("この規則は、公布の日から施行する。▲ページトップへ"),
            "この規則は、公布の日から施行する。"
        );
        assert_eq!(without_way("施行する。ただし、別表へ"), "施行する。ただし、別表へ");
    }
}
