/* parquet: a sheet as an Apache Parquet file (format version 1), zstd inside.
 *
 * Only what readers need is written: optional columns of strings, 64-bit integers and
 * doubles, plain encoding, one data page a column and group of rows. The format is that
 * of github.com/apache/parquet-format; its footer is Thrift's compact protocol.
 */
#ifndef KHD_PARQUET_H
#define KHD_PARQUET_H

#include "sheet.h"

/* Appends the file's bytes. The buffer fails without memory, and when a column of one
 * group of rows is larger than 1 GiB. */
void khd_parquet_write(khd_buffer *out, const khd_sheet *sheet);

#endif
