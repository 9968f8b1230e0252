// FAISS behind a few C functions, for FaissLibrary.java.
//
// No exception crosses the border: what fails returns -1, and marquee_faiss_error says why, to the
// thread that asked. Whoever calls holds the lock: nothing here is safe against a write beside it.

#include <faiss/IndexFlat.h>
#include <faiss/IndexIVFFlat.h>
#include <faiss/IndexScalarQuantizer.h>
#include <faiss/impl/IDSelector.h>
#include <omp.h>

#include <cstdint>
#include <exception>
#include <memory>
#include <string>
#include <vector>

namespace {

thread_local std::string error;

template <typename Body>
int64_t guarded(Body body) noexcept {
  try {
    return body();
  } catch (const std::exception& e) {
    try {
      error = e.what();
    } catch (...) {
      error.clear();
    }
  } catch (...) {
    error.clear();
  }
  return -1;
}

// OpenMP's threads are a setting of the calling thread, which is not ours to keep.
struct Threads {
  int before = omp_get_max_threads();
  explicit Threads(int now) { omp_set_num_threads(now); }
  ~Threads() { omp_set_num_threads(before); }
};

faiss::IndexIVF* index(void* handle) { return static_cast<faiss::IndexIVF*>(handle); }

}  // namespace

#define MARQUEE extern "C" __attribute__((visibility("default")))

// Grows by one whenever a function below changes.
MARQUEE int32_t marquee_faiss_abi() { return 1; }

MARQUEE const char* marquee_faiss_error() { return error.c_str(); }

// One list needs no training: its centroid is 0.
MARQUEE int64_t marquee_faiss_create(int32_t d, int32_t lists, int32_t codes, void** out) {
  return guarded([&] {
    auto quantizer = std::make_unique<faiss::IndexFlatIP>(d);
    std::unique_ptr<faiss::IndexIVF> made;
    if (codes) {
      made = std::make_unique<faiss::IndexIVFScalarQuantizer>(
          quantizer.get(), d, lists, faiss::ScalarQuantizer::QT_8bit,
          faiss::METRIC_INNER_PRODUCT);
    } else {
      made = std::make_unique<faiss::IndexIVFFlat>(
          quantizer.get(), d, lists, faiss::METRIC_INNER_PRODUCT);
    }
    made->quantizer = quantizer.release();
    made->own_fields = true;
    // Removing one vector then costs its list's last one a move, not a look at all of them.
    made->set_direct_map_type(faiss::DirectMap::Hashtable);
    if (lists == 1 && !codes) {
      std::vector<float> zero(d);
      made->quantizer->add(1, zero.data());
      made->is_trained = true;
    }
    *out = made.release();
    return 0;
  });
}

MARQUEE void marquee_faiss_free(void* handle) { delete index(handle); }

MARQUEE int64_t marquee_faiss_train(
    void* handle, int64_t n, const float* rows, int32_t threads, int32_t seed) {
  return guarded([&] {
    Threads scoped(threads);
    index(handle)->cp.seed = seed;
    // Few vectors a list are what was asked for: not a word about it on stderr.
    index(handle)->cp.min_points_per_centroid = 1;
    index(handle)->train(n, rows);
    return 0;
  });
}

MARQUEE int64_t marquee_faiss_add(
    void* handle, int64_t n, const float* rows, const int64_t* ids, int32_t threads) {
  return guarded([&] {
    Threads scoped(threads);
    index(handle)->add_with_ids(n, rows, ids);
    return 0;
  });
}

// Returns how many went. FAISS's hash table takes an array only, no IDSelectorBatch.
MARQUEE int64_t marquee_faiss_remove(void* handle, int64_t id) {
  return guarded([&] {
    faiss::IDSelectorArray one(1, &id);
    return static_cast<int64_t>(index(handle)->remove_ids(one));
  });
}

// Returns how many were found, at most k. A null mask lets everything pass.
MARQUEE int64_t marquee_faiss_search(
    void* handle, const float* query, int64_t k, int64_t lists, const uint8_t* mask,
    int64_t mask_bytes, float* scores, int64_t* ids) {
  return guarded([&] {
    faiss::IDSelectorBitmap passing(mask_bytes, mask);
    faiss::IVFSearchParameters parameters;
    parameters.nprobe = lists;
    parameters.sel = mask ? &passing : nullptr;
    index(handle)->search(1, query, k, scores, ids, &parameters);
    int64_t found = 0;
    while (found < k && ids[found] >= 0) {
      found++;
    }
    return found;
  });
}
