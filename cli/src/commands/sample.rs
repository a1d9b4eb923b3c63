//! `renkei sample`: writes a made-up prefecture, with planted defects if wanted.

use std::path::{Path, PathBuf};

use forms_core::pack::Pack;
use forms_core::sample::{self, Filed, LAYOUTS, Member, SamplePrefecture, WrittenSample};

use crate::options::{Format, Setup};
use crate::{Failure, Outcome, text};

#[derive(clap::Args)]
pub(crate) struct Args {
    /// The folder to write to
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// The prefecture's full name, such as 佐賀県
    #[arg(long, value_name = "NAME")]
    prefecture: String,
    /// The seed of the generator: another number gives other applications
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// Plants mistakes in many packages and between them, and lists them in truth.json
    #[arg(long)]
    defects: bool,
}

pub(crate) fn run(args: &Args, setup: &Setup) -> Result<Outcome, Failure> {
    let sample =
        sample::prefecture(&args.prefecture, args.seed).map_err(|e| Failure(e.to_string()))?;
    let folder = &args.folder;
    let built = |e: forms_core::submission::BuildError| Failure(e.to_string());
    let mut packages = 0;
    if args.defects {
        let planted = sample::plant(&sample, args.seed, &setup.pack).map_err(built)?;
        for Filed { folder: own, member, name, bytes, .. } in &planted.filed {
            write_member(&folder.join(own), member, name, bytes)?;
            packages += 1;
        }
        write(&folder.join("expected.csv"), &sample.expected_file())?;
        write(&folder.join("truth.json"), format!("{:#}\n", planted.truth()).as_bytes())?;
    } else {
        for member in &sample.members {
            let (name, bytes) = member.build(&setup.pack).map_err(built)?;
            write_member(&folder.join(member.folder_name()), member, &name, &bytes)?;
            packages += 1;
        }
    }
    write_tables(folder, &sample, &setup.pack)?;
    match setup.format {
        Format::Json => {
            let path = folder.display().to_string();
            setup.print_json(&WrittenSample::new(&path, packages).to_json())?;
        }
        Format::Text => text::print(&format!("{} ({packages})\n", folder.display()))?,
    }
    Ok(Outcome::Clean)
}

fn write_member(own: &Path, member: &Member, name: &str, zip: &[u8]) -> Result<(), Failure> {
    write(&own.join("application.json"), &member.application.to_json())?;
    for (file, content) in &member.files {
        write(&own.join("attachments").join(file), content)?;
    }
    write(&own.join(name), zip)
}

fn write_tables(folder: &Path, sample: &SamplePrefecture, pack: &Pack) -> Result<(), Failure> {
    for (name, content) in LAYOUTS {
        write(&folder.join("layout").join(name), content.as_bytes())?;
    }
    for (name, content) in sample.registry_files(pack) {
        write(&folder.join("registry").join(name), &content)?;
    }
    Ok(())
}

fn write(path: &Path, content: &[u8]) -> Result<(), Failure> {
    if let Some(parent) = path.parent() {
        std::fs::create_dir_all(parent).map_err(|e| Failure::at(parent, e))?;
    }
    std::fs::write(path, content).map_err(|e| Failure::at(path, e))
}
