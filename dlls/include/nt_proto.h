/* nt_proto.h */
