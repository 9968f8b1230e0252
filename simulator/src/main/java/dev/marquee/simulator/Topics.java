package dev.marquee.simulator;

import java.util.List;

/// All topics, the most common first.
final class Topics {

  /// The topic that viewers of every language understand.
  static final String MUSIC = "music";

  static final List<Topic> ALL =
      List.of(
          topic(
              MUSIC,
              215,
              "jazz piano, guitar ballad, techno set, opera aria, drum solo, folk song,"
                  + " hip hop freestyle, string quartet",
              "live session, official music video, acoustic version, remix, in concert"),
          topic(
              "gaming",
              900,
              "speedrun, open world game, retro console, shooter match, strategy campaign,"
                  + " puzzle game, racing simulator, sandbox building",
              "gameplay, full walkthrough, review, tips and tricks, highlights"),
          topic(
              "comedy",
              180,
              "stand-up, office sketch, prank, parody, impressions, improv night, family jokes,"
                  + " satire",
              "compilation, funny moments, best of, new special, short"),
          topic(
              "football",
              420,
              "penalty shootout, derby, free kick, goalkeeper saves, transfer news, cup final,"
                  + " dribbling skills, tactics board",
              "match highlights, analysis, all goals, reaction, training drill"),
          topic(
              "news",
              240,
              "election, summit, budget debate, court ruling, storm damage, strike,"
                  + " border talks, press conference",
              "explained, live report, in two minutes, interview, what we know"),
          topic(
              "cooking",
              480,
              "sourdough bread, ramen, vegetable curry, chocolate cake, grilled fish,"
                  + " fresh pasta, dumplings, breakfast eggs",
              "easy recipe, in 15 minutes, step by step, chef's secrets, taste test"),
          topic(
              "technology",
              560,
              "smartphone, laptop, graphics card, electric scooter, smart home, headphones,"
                  + " camera drone, mechanical keyboard",
              "review, unboxing, teardown, versus, buying guide"),
          topic(
              "beauty",
              390,
              "eyeliner, skincare routine, curly hair, nail art, evening make-up, perfume,"
                  + " foundation, braids",
              "tutorial, favourites, first impressions, before and after, get ready with me"),
          topic(
              "fitness",
              820,
              "yoga flow, kettlebell workout, marathon training, core exercises, stretching,"
                  + " boxing cardio, pull-ups, pilates",
              "for beginners, full session, 30 day challenge, form check, at home"),
          topic(
              "animals",
              95,
              "kittens, puppies, parrots, otters, horses, owls, dolphins, hedgehogs",
              "being adorable, rescue story, playing, first steps, caught on camera"),
          topic(
              "travel",
              760,
              "Lisbon, Kyoto, Patagonia, night train, island hopping, desert camp,"
                  + " mountain hut, street market",
              "travel vlog, on a budget, city guide, hidden places, walking tour"),
          topic(
              "movies",
              165,
              "thriller, superhero film, animated feature, western, horror film, space saga,"
                  + " romance, documentary film",
              "trailer, review, ending explained, deleted scenes, behind the scenes"),
          topic(
              "cars",
              640,
              "sports car, electric car, classic roadster, pickup truck, rally, engine swap,"
                  + " drift, camper van",
              "test drive, restoration, drag race, review, road trip"),
          topic(
              "science",
              710,
              "black holes, quantum physics, volcanoes, DNA, dinosaurs, the brain, rockets,"
                  + " deep sea",
              "explained, lecture, experiment, documentary, in five levels"),
          topic(
              "diy",
              680,
              "oak table, tool shed, wall shelf, bike repair, bathroom tiles, garden bench,"
                  + " old door, workbench",
              "build, renovation, from scratch, mistakes to avoid, weekend project"),
          topic(
              "history",
              1150,
              "Roman Empire, pyramids, Vikings, silk road, castles, industrial revolution,"
                  + " lost cities, ancient Greece",
              "documentary, timeline, lecture, myths and facts, the untold story"),
          topic(
              "programming",
              1250,
              "Java, algorithms, web server, database, compiler, Linux, machine learning,"
                  + " version control",
              "crash course, live coding, tutorial, code review, conference talk"),
          topic(
              "gardening",
              520,
              "tomatoes, roses, compost, raised beds, bonsai, herbs, fruit trees, wild flowers",
              "planting guide, through the seasons, pruning, from seed, common mistakes"),
          topic(
              "fashion",
              350,
              "sneakers, denim, winter coat, thrift shop, wedding dress, runway, handbag,"
                  + " street style",
              "lookbook, haul, styling ideas, trends, try-on"),
          topic(
              "basketball",
              310,
              "slam dunk, buzzer beater, point guard, street ball, draft pick, zone defence,"
                  + " three-pointers, playoffs",
              "highlights, mixtape, breakdown, top ten, skills training"),
          topic(
              "art",
              590,
              "watercolour, charcoal portrait, pottery, calligraphy, street mural, oil painting,"
                  + " origami, digital drawing",
              "time lapse, lesson, studio visit, sketchbook tour, for beginners"),
          topic(
              "finance",
              660,
              "index funds, mortgage, inflation, stock market, retirement plan, taxes,"
                  + " small business, saving",
              "explained, for beginners, mistakes, outlook, question and answer"),
          topic(
              "kids",
              260,
              "nursery rhymes, toy trains, counting, fairy tale, alphabet song, paper crafts,"
                  + " cartoon bears, finger puppets",
              "sing along, for toddlers, story time, full episode, learn and play"),
          topic(
              "relaxation",
              1500,
              "rain sounds, fireplace, forest walk, ocean waves, whispering, singing bowls,"
                  + " train window, night sky",
              "for sleep, no talking, to study by, guided meditation, ambience"));

  private Topics() {}

  private static Topic topic(String name, double medianSeconds, String subjects, String forms) {
    return new Topic(name, medianSeconds, words(subjects), words(forms));
  }

  private static List<String> words(String text) {
    return List.of(text.split(", *", -1));
  }
}
