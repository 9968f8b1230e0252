package dev.marquee.engine.training;

import dev.marquee.engine.models.ModelKinds;
import dev.marquee.engine.models.als.AlsModel;
import dev.marquee.engine.models.graph.ItemNeighbours;
import dev.marquee.engine.models.graph.WalkGraph;
import dev.marquee.engine.models.twotower.TwoTowerModel;
import dev.marquee.engine.training.Learner.Lesson;
import dev.marquee.engine.training.als.AlsTrainer;
import dev.marquee.engine.training.examples.WatchHistories;
import dev.marquee.engine.training.neighbours.LinkPropagation;
import dev.marquee.engine.training.twotower.TwoTowerTrainer;
import java.util.List;

/// The trainers of all kinds of models, in training order. The kinds themselves are declared in
/// [ModelKinds].
final class Learners {

  static final List<Learner<?>> ALL =
      List.of(
          new Learner<>(ModelKinds.ALS, Learners::als),
          new Learner<>(ModelKinds.TWO_TOWER, Learners::twoTower),
          new Learner<>(ModelKinds.ITEM_TO_ITEM, Learners::itemToItem),
          new Learner<>(ModelKinds.GRAPH, Learners::graph),
          new Learner<>(ModelKinds.WALK, Learners::walk));

  private Learners() {}

  private static AlsModel als(Lesson from) throws InterruptedException {
    WatchHistories histories = from.histories();
    return new AlsTrainer(from.settings().als())
        .train(histories.matrix(), histories.videoIds(), from.progress());
  }

  private static TwoTowerModel twoTower(Lesson from) throws InterruptedException {
    WatchHistories all = from.histories();
    WatchHistories read = from.settings().towerFeatures() ? all : all.withoutFeatures();
    return new TwoTowerTrainer(from.settings().twoTower())
        .train(read.towers(), read.names(), TwoTowerTrainer.Epochs.ALL, from.progress());
  }

  private static ItemNeighbours itemToItem(Lesson from) throws InterruptedException {
    return new ItemNeighbours(
        from.items(),
        from.settings()
            .itemToItem()
            .of(from.histories().matrix(), from.parallel(), from.progress()));
  }

  private static ItemNeighbours graph(Lesson from) throws InterruptedException {
    return new ItemNeighbours(
        from.items(),
        new LinkPropagation(from.histories().matrix(), from.settings().graph())
            .neighbours(from.settings().neighbours(), from.parallel(), from.progress()));
  }

  private static WalkGraph walk(Lesson from) {
    return new WalkGraph(from.items(), from.histories().matrix(), from.settings().walk());
  }
}
