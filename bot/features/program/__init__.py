"""What those see who answer for the program: counts of everybody together, never words."""

from bot.features.program import files, jobs, overview
from bot.features.program.words import WORDS
from bot.reception.desk import Act, Command, Feature

FEATURE = Feature(
    words=WORDS,
    acts=(
        Act("program.picture", files.send_pictures),
        Act("program.csv", files.send_csv),
    ),
    commands=(Command("program", overview.tell),),
    views={files.PICTURE: files.picture, files.CSV: files.table},
    home=overview.show,
    chores=(jobs.count_weeks,),
)
