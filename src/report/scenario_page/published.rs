//! Benefit-cost ratios that others published.
//!
//! In: `scenarios/published_ratios.csv`. Out: [`Published`]s and the band that they are summed up in.

use crate::model::Text;

/// The list as it is in the source.
const LIST: &str = include_str!("../../../scenarios/published_ratios.csv");

/// A published ratio, or the band that sums them up.
pub struct Published {
    /// What was looked at.
    pub label: Text,
    /// Lowest ratio.
    pub low: f64,
    /// Highest ratio.
    pub high: f64,
    /// `band` (once), `example` or `ceiling`.
    pub role: String,
    /// Whose costs and benefits: `society`, `public` or `municipality`.
    pub purse: String,
    /// Whether quality of life is among the benefits: `yes`, `no` or `unknown`.
    pub welfare: String,
    /// Year.
    pub year: String,
    /// Title of the source.
    pub source: String,
    /// Its address.
    pub url: String,
}

impl Published {
    /// Keys of the texts for whose euros these are and whether quality of life is among them: ratios compare only where
    /// both agree.
    pub(super) fn yardstick(&self) -> [&'static str; 2] {
        let purse = match self.purse.as_str() {
            "municipality" => "page_purse_municipality",
            "public" => "page_purse_public",
            _ => "page_purse_society",
        };
        let welfare = match self.welfare.as_str() {
            "yes" => "page_with_welfare",
            "no" => "page_without_welfare",
            _ => "page_unknown_welfare",
        };
        [purse, welfare]
    }
}

/// All rows; a row that cannot be read is left out, and a test holds that there is none.
pub fn all() -> Vec<Published> {
    let mut reader = csv::Reader::from_reader(LIST.as_bytes());
    let header: Vec<String> = reader.headers().map(|row| row.iter().map(str::to_owned).collect()).unwrap_or_default();
    let published = |row: csv::StringRecord| {
        let cell = |column: &str| row.get(header.iter().position(|name| name == column)?).map(str::to_owned);
        Some(Published {
            label: Text { nl: cell("name_nl")?, en: cell("name_en")? },
            low: cell("low")?.parse().ok()?,
            high: cell("high")?.parse().ok()?,
            role: cell("role")?,
            purse: cell("purse")?,
            welfare: cell("welfare")?,
            year: cell("year")?,
            source: cell("source")?,
            url: cell("url")?,
        })
    };
    reader.records().filter_map(Result::ok).filter_map(published).collect()
}

/// The band that a ratio should lie in, else the scenario says why it does not.
pub fn band() -> (f64, f64) {
    all().iter().find(|row| row.role == "band").map_or((0.0, f64::INFINITY), |row| (row.low, row.high))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_read_and_one_is_the_band() {
        let rows = all();
        assert_eq!(rows.len(), LIST.lines().count() - 1);
        assert_eq!(rows.iter().filter(|row| row.role == "band").count(), 1);
        let sound = |row: &Published| row.low <= row.high && (row.role == "band" || row.url.starts_with("http"));
        assert!(rows.iter().all(sound));
        assert!(rows.iter().all(|row| ["band", "example", "ceiling"].contains(&row.role.as_str())));
        assert!(rows.iter().all(|row| ["society", "public", "municipality"].contains(&row.purse.as_str())));
        assert!(rows.iter().all(|row| ["yes", "no", "unknown"].contains(&row.welfare.as_str())));
        assert_eq!(band(), (1.0, 2.5));
        // The band is one of society, so it can hold no ratio of a single purse.
        assert!(rows.iter().all(|row| row.role != "band" || row.purse == "society"));
    }
}
