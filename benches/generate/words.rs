//! Invented articles: every name, number and sentence is put together from the tables below by a seeded dice.
//!
//! An article depends on the seed and its number alone, so that any part of a library can be made again, also on
//! several cores, and the benchmark knows the newest headline without reading the library.

use std::fmt::Write as _;

use super::tables::{EN, JA, KO, SYLLABLES, Speech, ZH};

/// First day of every library: 1 January 2016.
const FIRST: i64 = 1_451_606_400;
/// Seconds from the first to the newest article: ten years less a day.
const SPAN: i64 = 3_652 * 86_400;

/// The dice: `SplitMix64`, small and the same on every machine.
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `n`, each as likely.
    fn below(&mut self, n: usize) -> usize {
        (self.roll() % n.max(1) as u64) as usize
    }

    /// A number below `n` by Zipf's law: the first is met twice as often as the second.
    fn zipf(&mut self, n: usize) -> usize {
        let unit = (self.roll() >> 11) as f64 / (1u64 << 53) as f64;
        ((n as f64 + 1.0).powf(unit) as usize)
            .saturating_sub(1)
            .min(n - 1)
    }

    fn pick<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[self.below(words.len())]
    }
}

/// The form of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// Raw news text.
    Text,
    /// Markdown with front matter.
    Markdown,
}

/// One invented article.
pub(crate) struct Made {
    /// Tag of its language.
    pub(crate) language: &'static str,
    /// Seconds since 1970.
    pub(crate) date: i64,
    /// Ends in a number that no other article of the library has.
    pub(crate) headline: String,
    /// Who wrote it.
    pub(crate) author: String,
    /// The paper.
    pub(crate) outlet: String,
    /// Paragraphs, parted by an empty line.
    pub(crate) text: String,
    /// The people and companies that it is about.
    pub(crate) cast: Vec<(Was, String)>,
}

/// What a name of the cast is that of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Was {
    Person,
    Company,
}

/// Article number `index`, counted from the oldest, of a library of `of` articles.
pub(crate) fn article(seed: u64, index: u64, of: u64) -> Made {
    let mut dice = Dice(seed.wrapping_mul(0x2545_f491_4f6c_dd1d) ^ index.wrapping_mul(0x9e37_79b9_7f4a_7c15));
    dice.roll();
    let (language, speech) = match dice.below(100) {
        0..70 => ("ko", &KO),
        70..85 => ("en", &EN),
        85..93 => ("ja", &JA),
        _ => ("zh", &ZH),
    };
    let cast = Cast::new(&mut dice, speech);
    let headline = format!(
        "{}{}{}",
        cast.tell(&mut dice, speech.headlines),
        speech.number,
        index + 1
    );
    let outlet = format!("{}{}", cast.name(&mut dice, 12, 5, 2), dice.pick(speech.papers));
    let length = 2_000 + dice.below(2_000);
    let mut text = String::with_capacity(length + 600);
    while text.len() < length {
        if !text.is_empty() {
            text.push_str("\n\n");
        }
        for nth in 0..2 + dice.below(3) {
            if nth > 0 {
                text.push_str(speech.gap);
            }
            text.push_str(&cast.tell(&mut dice, speech.sentences));
        }
    }
    let all = |was: Was, names: &[String]| names.iter().map(move |n| (was, n.clone())).collect::<Vec<_>>();
    Made {
        cast: [all(Was::Person, &cast.people), all(Was::Company, &cast.companies)].concat(),
        language,
        date: FIRST + (i128::from(SPAN) * i128::from(index + 1) / i128::from(of.max(1))) as i64,
        author: cast.person(&mut dice),
        headline,
        outlet,
        text,
    }
}

/// Who and what one story is about: few, so that they recur within it.
struct Cast {
    speech: &'static Speech,
    people: Vec<String>,
    companies: Vec<String>,
    products: Vec<String>,
}

impl Cast {
    fn new(dice: &mut Dice, speech: &'static Speech) -> Self {
        let mut cast = Self {
            speech,
            people: Vec::new(),
            companies: Vec::new(),
            products: Vec::new(),
        };
        cast.people = (0..4).map(|_| cast.person(dice)).collect();
        cast.companies = (0..4)
            .map(|_| format!("{}{}", cast.name(dice, 3_000, 7, 3), dice.pick(speech.firms)))
            .collect();
        cast.products = (0..3)
            .map(|_| format!("{} {}", cast.name(dice, 1_500, 11, 2), 1 + dice.below(9)))
            .collect();
        cast
    }

    /// A name of some syllables, the same thing in every language; `kind` keeps people and firms apart.
    fn name(&self, dice: &mut Dice, of: usize, kind: u64, syllables: usize) -> String {
        let mut fixed = Dice(dice.zipf(of) as u64 * 1_000 + kind);
        let mut name = String::new();
        for _ in 0..syllables {
            name.push_str(SYLLABLES[fixed.below(SYLLABLES.len())][self.speech.script]);
        }
        capital(&name)
    }

    fn person(&self, dice: &mut Dice) -> String {
        let mut fixed = Dice(dice.zipf(6_000) as u64 * 1_000 + 3);
        let family = fixed.pick(self.speech.families);
        let given: String = (0..2).map(|_| fixed.pick(self.speech.given)).collect();
        match self.speech.script {
            0 => format!("{} {family}", capital(&given)),
            _ => format!("{family}{given}"),
        }
    }

    /// A sentence with its blanks filled: Ⓟ person, Ⓡ role, Ⓒ company, Ⓜ product, Ⓛ place, Ⓣ topic, Ⓝ number. The
    /// Korean particle after one takes the form that its last sound asks for.
    fn tell(&self, dice: &mut Dice, patterns: &[&str]) -> String {
        let mut told = String::new();
        let mut filled = false;
        for c in dice.pick(patterns).chars() {
            let word = self.fill(dice, c);
            match &word {
                Some(word) => told.push_str(word),
                None if filled => told.push(particle(&told, c)),
                None => told.push(c),
            }
            filled = word.is_some();
        }
        told
    }

    fn fill(&self, dice: &mut Dice, blank: char) -> Option<String> {
        Some(match blank {
            'Ⓟ' => self.people[dice.zipf(self.people.len())].clone(),
            'Ⓒ' => self.companies[dice.zipf(self.companies.len())].clone(),
            'Ⓜ' => self.products[dice.zipf(self.products.len())].clone(),
            'Ⓡ' => dice.pick(self.speech.roles).into(),
            'Ⓛ' => dice.pick(self.speech.places).into(),
            'Ⓣ' => dice.pick(self.speech.topics).into(),
            'Ⓝ' => (2 + dice.zipf(900)).to_string(),
            _ => return None,
        })
    }
}

/// A word with a capital and small letters after it; other scripts stay as they are.
fn capital(word: &str) -> String {
    let mut letters = word.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters.flat_map(char::to_lowercase)).collect()
}

/// Particles of Korean after a consonant and after a vowel.
const PARTICLES: &[(char, char)] = &[('은', '는'), ('을', '를'), ('과', '와'), ('이', '가')];

fn particle(told: &str, particle: char) -> char {
    let closed = told.chars().last().is_some_and(|last| match last {
        '가'..='힣' => (u32::from(last) - u32::from('가')) % 28 != 0,
        digit => "013678".contains(digit),
    });
    let pair = PARTICLES
        .iter()
        .find(|(after, open)| particle == *after || particle == *open);
    match pair {
        Some((after, _)) if closed => *after,
        Some((_, open)) => *open,
        None => particle,
    }
}

impl Made {
    /// The form of the file with this number: two of three are raw text.
    pub(crate) fn form(index: u64) -> Form {
        if index % 3 == 2 {
            Form::Markdown
        } else {
            Form::Text
        }
    }

    /// The bytes of a file.
    pub(crate) fn file(&self, form: Form) -> String {
        let mut file = String::with_capacity(self.text.len() + 400);
        let date = jiff::Timestamp::from_second(self.date).unwrap_or_default();
        let wrote = match form {
            Form::Markdown => write!(
                file,
                "---\ntitle: \"{}\"\nauthor: \"{}\"\npublished: {date}\nsite: \"{}\"\n---\n\n{}\n",
                self.headline, self.author, self.outlet, self.text
            ),
            Form::Text => {
                let speech = match self.language {
                    "ko" => &KO,
                    "ja" => &JA,
                    "zh" => &ZH,
                    _ => &EN,
                };
                let byline = speech
                    .byline
                    .replace('Ⓟ', &self.author)
                    .replace('Ⓒ', &self.outlet);
                let day = date.strftime(speech.day);
                write!(file, "{}\n\n{byline}\n{day}\n\n{}\n", self.headline, self.text)
            }
        };
        wrote.expect("writing to a string does not fail");
        file
    }
}

/// Name of the file with this number.
pub(crate) fn file_name(index: u64) -> String {
    let ending = match Made::form(index) {
        Form::Text => "txt",
        Form::Markdown => "md",
    };
    format!("{:04}/{index:07}.{ending}", index / 1_000)
}
